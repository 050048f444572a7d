import Statistics

/// Times the fits of the models of purchases.
struct PurchaseModelBenchmark: Benchmark {
  let name = "purchases"
  let usage = "purchases < FILE"
  let summary = "fits BG/NBD, MBG/NBD and Pareto/NBD to rows of x, t_x, T on standard input"

  func run(_ arguments: [String]) throws(BenchmarkError) {
    let rows = standardInputRows(width: 3)
    let (seconds, grouped) = timed {
      try? PurchaseHistories(
        repeats: rows.map { $0[0] }, recencies: rows.map { $0[1] }, lengths: rows.map { $0[2] })
    }
    guard let grouped else { throw BenchmarkError("these are no purchase histories") }
    print("GROUP \(seconds) customers \(grouped.customers) distinct \(grouped.distinct.count)")
    time(BetaGeometricModel.self, grouped)
    time(ModifiedBetaGeometricModel.self, grouped)
    time(ParetoModel.self, grouped)
  }

  private func time<Model: PurchaseModel>(_ model: Model.Type, _ histories: PurchaseHistories) {
    for _ in 0..<3 {
      let (seconds, fit) = timed { try? PurchaseModelFit<Model>(histories) }
      let parameters = fit.map { "\($0.parameters) \($0.logLikelihood)" } ?? "not identified"
      print("FIT \(model) \(seconds) \(parameters)")
    }
  }
}

/// Times the Kaplan-Meier curve and the Cox model.
struct SurvivalBenchmark: Benchmark {
  let name = "survival"
  let usage = "survival COVARIATES < FILE"
  let summary =
    "Kaplan-Meier and Cox on rows of time, event (1 or 0) and covariates on standard input"

  func run(_ arguments: [String]) throws(BenchmarkError) {
    guard let word = arguments.first, let count = Int(word), count > 0 else {
      throw BenchmarkError("usage: \(usage)")
    }
    let rows = standardInputRows(width: 2 + count)
    let times = rows.map { $0[0] }
    let events = rows.map { $0[1] == 1 }
    let covariates = (0..<count).map { covariate in rows.map { $0[2 + covariate] } }
    for _ in 0..<3 {
      let (seconds, curve) = timed { try? SurvivalCurve(times: times, events: events) }
      print("KM \(seconds) \(curve?.survival.last ?? .nan)")
    }
    for _ in 0..<3 {
      let (seconds, model) = timed {
        try? CoxModel(times: times, events: events, covariates: covariates)
      }
      print("COX \(seconds) \(model?.effects.map(\.coefficient) ?? [])")
    }
  }
}

/// Rows of numbers with commas between them; other lines are passed over.
private func standardInputRows(width: Int) -> [[Double]] {
  var rows: [[Double]] = []
  while let line = readLine() {
    let cells = line.split(separator: ",").compactMap { Double($0) }
    if cells.count == width { rows.append(cells) }
  }
  return rows
}
