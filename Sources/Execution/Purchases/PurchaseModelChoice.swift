import Planning
import Statistics

/// A fitted model of purchases, whichever it is.
struct FittedPurchaseModel {
  let method: PurchaseModelSpecification.Method
  let model: any PurchaseModel
  let names: [String]
  let parameters: [Double]
  let intervals: [Interval]
  let logLikelihood: Double
  let fitting: any PurchaseForecasting

  init(
    _ method: PurchaseModelSpecification.Method, _ histories: PurchaseHistories
  ) throws(PurchaseModelError) {
    switch method {
    case .model, .bgnbd: try self.init(method, BetaGeometricModel.self, histories)
    case .mbgnbd: try self.init(method, ModifiedBetaGeometricModel.self, histories)
    case .paretonbd: try self.init(method, ParetoModel.self, histories)
    case .bgbb: try self.init(method, BetaBernoulliModel.self, histories)
    }
  }

  private init<Model: PurchaseModel>(
    _ method: PurchaseModelSpecification.Method, _ type: Model.Type,
    _ histories: PurchaseHistories
  ) throws(PurchaseModelError) {
    let fit = try PurchaseModelFit<Model>(histories)
    self.method = method
    model = fit.model
    fitting = fit
    names = Model.parameterNames
    parameters = fit.parameters
    intervals = fit.parameterIntervals() ?? []
    logLikelihood = fit.logLikelihood
  }
}

/// The model that was asked for, or the likeliest.
struct PurchaseModelChoice {
  let fit: FittedPurchaseModel
  /// The others that were tried: their likelihood, or why they could not be fitted.
  let others: [(method: PurchaseModelSpecification.Method, outcome: Outcome)]

  enum Outcome {
    case fitted(Double)
    case refused(PurchaseModelError)
  }

  init(
    _ method: PurchaseModelSpecification.Method, _ rows: [PurchaseHistory]
  ) throws(ExecutionError) {
    do throws(PurchaseModelError) {
      let histories = try PurchaseHistories(
        repeats: rows.map(\.repeats), recencies: rows.map(\.recency), lengths: rows.map(\.length))
      guard method == .model else {
        fit = try FittedPurchaseModel(method, histories)
        others = []
        return
      }
      (fit, others) = try PurchaseModelChoice.likeliest(histories)
    } catch {
      throw .impossible(
        "no model of purchases fits: \(error)",
        help: error.isAboutTheModel && method != .model
          ? "returns using model tries the others" : "returns shows who came back, without a model")
    }
  }

  private static func likeliest(
    _ histories: PurchaseHistories
  ) throws(PurchaseModelError) -> (
    FittedPurchaseModel, [(method: PurchaseModelSpecification.Method, outcome: Outcome)]
  ) {
    // The likelihood of BG/BB is that of whole units, not of days: it cannot be set beside these.
    let methods: [PurchaseModelSpecification.Method] = [.bgnbd, .mbgnbd, .paretonbd]
    var fits: [FittedPurchaseModel] = []
    var refusals: [(PurchaseModelSpecification.Method, PurchaseModelError)] = []
    for method in methods {
      do throws(PurchaseModelError) {
        fits.append(try FittedPurchaseModel(method, histories))
      } catch { refusals.append((method, error)) }
    }
    guard var best = fits.first else { throw refusals.first?.1 ?? .notConverged }
    for fit in fits where fit.logLikelihood > best.logLikelihood { best = fit }
    let others = fits.filter { $0.method != best.method }
      .map { ($0.method, Outcome.fitted($0.logLikelihood)) }
    return (best, others + refusals.map { ($0.0, Outcome.refused($0.1)) })
  }
}

extension PurchaseModelError {
  /// Whether another model may do better.
  var isAboutTheModel: Bool {
    switch self {
    case .runsToInfinity, .notConverged: true
    case .noCustomers, .differentLengths, .impossibleHistory, .impossibleCount, .noRepeats,
      .noTime, .tooFew, .tooFewPeriods, .nobodyLeft, .everybodyLeft:
      false
    }
  }
}

extension PurchaseModelSpecification.Method {
  /// As in the literature.
  var title: String {
    switch self {
    case .model, .bgnbd: "BG/NBD"
    case .mbgnbd: "MBG/NBD"
    case .paretonbd: "Pareto/NBD"
    case .bgbb: "BG/BB"
    }
  }
}
