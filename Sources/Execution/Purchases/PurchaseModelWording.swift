import Columns
import Planning
import Statistics

/// What is to be said beside the figures of a model of purchases.
struct PurchaseModelReport {
  let specification: PurchaseModelSpecification
  let purchases: PurchaseOccasions
  let choice: PurchaseModelChoice
  let spending: CustomerSpending
  let histories: [PurchaseHistory]
  let figures: CustomerFigures

  var notes: [String] {
    purchases.notes + [choice.modelNote, timeNote, aliveNote, tooUncertainNote].compactMap { $0 }
      + valueNotes
  }

  private var timeNote: String {
    let unit = specification.unit.rawValue
    let counted =
      specification.method == .bgbb
      ? "; x counts the \(unit)s with a purchase, T the \(unit)s that have passed" : ""
    return "t_x and T in \(unit)s; expected: purchases in the next \(specification.horizon.text)"
      + counted
  }

  private var aliveNote: String {
    let sum = figures.alive.reduce(0, +)
    let silent = figures.alive.count { $0 < 0.5 }
    let certain =
      choice.fit.method == .bgnbd && histories.contains { $0.repeats == 0 }
      ? "; BG/NBD takes one who bought only once to be alive" : ""
    return "alive: about \(Int(sum.rounded())) of \(counted(figures.alive.count, "customer")), "
      + "\(silent) with less than 50%\(certain)"
  }

  private var tooUncertainNote: String? {
    let wide = zip(choice.fit.names, choice.fit.intervals).filter { $0.1.high > 10 * $0.1.low }
    guard !wide.isEmpty else { return nil }
    let words = wide.map { "\($0.0) \(figure($0.1.low)) to \(figure($0.1.high))" }
    return "the data determine the model poorly (95%): \(words.joined(separator: ", "))"
  }

  private var valueNotes: [String] {
    guard let fit = spending.usable else {
      return [spending.reason].compactMap { $0 }
        + (spending.hasAmounts ? purchases.amountNotes : [])
    }
    var notes = [
      "value: expected × mean amount of a purchase to come, by gamma-gamma of "
        + "\(counted(fit.customers, "customer")) with repeat purchases; not discounted"
    ]
    if fit.populationMean == nil {
      notes.append(
        "value of customers without repeat purchases is not known: their mean is infinite")
    }
    return notes + purchases.amountNotes
  }

  var facts: [Fact] {
    let fit = choice.fit
    let parameters = zip(fit.names, fit.parameters).map { Fact($0, .decimal($1)) }
    let money = spending.fit.map { fit in
      [
        Fact("spend_p", .decimal(fit.p)), Fact("spend_q", .decimal(fit.q)),
        Fact("spend_gamma", .decimal(fit.gamma)),
        Fact("spend_correlation", fit.correlation.map(Value.decimal) ?? .missing),
      ]
    }
    return [
      Fact("model", .text(fit.method.title)), Fact("parameters", .text(choice.parameterText)),
      Fact("log_likelihood", .decimal(fit.logLikelihood)),
      Fact("alive", .decimal(figures.alive.reduce(0, +))),
    ] + parameters + (money ?? [])
  }

  /// What `how` prints: each definition with the numbers of the first customer.
  var working: Working? {
    guard let customer = figures.order.first else { return nil }
    let history = histories[customer]
    let who =
      "the first: x \(figure(history.repeats)), t_x \(figure(history.recency)), "
      + "T \(figure(history.length))"
    let steps = specification.definitions.compactMap { definition -> Working.Step? in
      let numbers: String? =
        switch definition.name {
        case "alive": "\(who): \(percent(figures.alive[customer]))"
        case "expected":
          "\(who): \(figure(figures.expected[customer])) in \(specification.horizon.text)"
        case "value":
          spending.value(customer).map {
            "the first: \(figure(figures.expected[customer])) × \(figure($0)) = "
              + figure($0 * figures.expected[customer])
          }
        default: nil
        }
      return numbers.map {
        Working.Step(words: "\(definition.name) = \(definition.formula)", numbers: $0)
      }
    }
    let sources = specification.definitions.map(\.source)
    return Working(
      summary: "\(choice.fit.method.title): \(choice.parameterText)", steps: steps,
      source: sources.indices.filter { sources.firstIndex(of: sources[$0]) == $0 }
        .map { sources[$0] }.joined(separator: "; "),
      pitfalls: specification.definitions.flatMap(\.pitfalls))
  }
}

extension PurchaseModelChoice {
  var parameterText: String {
    zip(fit.names, fit.parameters).map { "\($0) \(figure($1))" }.joined(separator: ", ")
  }

  /// Which model, how likely it is beside the others, and its parameters.
  var modelNote: String {
    let others = others.map { other in
      switch other.outcome {
      case .fitted(let value): "\(other.method.title) \(tenths(value))"
      case .refused(let error): "\(other.method.title) could not be fitted, for \(error)"
      }
    }
    let beside = others.isEmpty ? "" : ", the likeliest beside \(others.joined(separator: "; "))"
    return "model: \(fit.method.title) by maximum likelihood, log likelihood "
      + "\(tenths(fit.logLikelihood))\(beside); \(parameterText)"
  }
}

/// With one decimal.
private func tenths(_ value: Double) -> String { fixedFigure(value, decimals: 1) }
