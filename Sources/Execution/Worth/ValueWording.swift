import Columns
import Planning
import Statistics

extension ValueReport {
  /// The defaults in use and what weakens the figures, a sentence each.
  var notes: [String] {
    var notes = worths.notes + worths.sourceNotes
    if specification.sources.money != nil {
      notes.append(
        "a month is 30.4375 days"
          + (specification.sources.tenureDays == nil ? ", the first and the last day counted" : ""))
    }
    switch specification.layout {
    case .deciles:
      if count < 10 { notes.append("\(counted(count, "customer")): too few for tenths") }
    case .groups, .expected: break
    case .customers: notes += customerNotes
    case .scores:
      notes.append(
        "scores 1 to 5: 1 + 5 x (customers strictly worse) / customers, rounded down; equal figures "
          + "score alike, so a score can be missing where many are equal")
    }
    if total <= 0 {
      notes.append("the whole value is not above 0, so there are no shares")
    } else if let worst = ranked.last, values[worst] < 0 {
      let below = values.count { $0 < 0 }
      notes.append(
        "\(counted(below, "customer")) cost more than they bring: "
          + "\(moneyText(values.filter { $0 < 0 }.reduce(0, +)))")
    }
    return notes
  }

  private var customerNotes: [String] {
    let limits = thresholds
    var notes: [String] = []
    if let value = limits.value, let effort = limits.effort {
      let medians = specification.highValue == nil && specification.highEffort == nil
      notes.append(
        "quadrant: value of at least \(moneyText(value)) and effort above \(figure(effort)) are high"
          + (medians ? ", the medians; with high_value and high_effort sets others" : ""))
    } else {
      notes.append("no quadrant: no column is the effort")
    }
    if worths.lives == nil {
      notes.append("no expected value here: that of purchases needs a model:  value using model")
    } else {
      notes.append(
        "expected and risk: the next \(counted(specification.horizon, "day")), from how long all "
          + "stays last (Kaplan-Meier by length of stay) and the money of a month now")
    }
    return notes
  }

  var facts: [Fact] {
    func topShare(_ tenths: Int) -> Value {
      guard total > 0 else { return .missing }
      let members = ranked.prefix((tenths * count + 9) / 10)
      return .decimal(members.reduce(0) { $0 + values[$1] } / total)
    }
    return [
      Fact("customers", .integer(Int64(count)), unit: .count),
      Fact("value", .decimal(total), unit: .money),
      Fact("top_10_share", topShare(1), unit: .rate),
      Fact("top_20_share", topShare(2), unit: .rate),
    ]
  }

  /// The whole whale curve, thinned to what a picture shows.
  var whale: CurveShape {
    let steps = 200
    var sums = [0.0]
    for customer in ranked { sums.append(sums[sums.count - 1] + values[customer]) }
    let places = count <= steps ? Array(0...count) : (0...steps).map { $0 * count / steps }
    let points =
      total > 0
      ? places.map { place in
        CurvePoint(x: Double(place) / Double(max(1, count)), value: sums[place] / total)
      } : []
    return CurveShape(
      x: CurveAxis("customers, the best first", unit: .rate),
      measure: CurveAxis("cumulative", unit: .rate), isStepped: false,
      levels: [CurveLevel("all value", 1)], lines: [CurveLine(points: points)])
  }

  // MARK: - Working

  var working: Working? {
    guard let best = ranked.first else { return nil }
    let used = specification.definitions.filter { numbers($0.name, best) != nil }
    let steps = used.compactMap { definition -> Working.Step? in
      numbers(definition.name, best).map {
        Working.Step(words: "\(definition.name) = \(definition.formula)", numbers: $0)
      }
    }
    return Working(
      summary: "value of \(plainText(name(best)) ?? "the best customer"), the best of \(count)",
      steps: steps,
      source: used.map { "\($0.name): \($0.source)" }.joined(separator: "; "),
      pitfalls: used.flatMap(\.pitfalls))
  }

  private func numbers(_ name: String, _ best: Int) -> String? {
    let worth = worths.customers[best]
    switch name {
    case "value":
      let effort = worth.effort.flatMap { effort in
        specification.sources.effortCost.map { " - \(figure(effort)) x \(figure($0))" }
      }
      return moneyText(worth.revenue) + (effort ?? "")
        + (worth.acquisition.map { " - \(moneyText($0))" } ?? "") + " = \(moneyText(values[best]))"
    case "cumulative":
      guard total > 0 else { return nil }
      let top = ranked.prefix((count + 9) / 10)
      let sum = top.reduce(0) { $0 + values[$1] }
      return
        "the best \(top.count): \(moneyText(sum)) / \(moneyText(total)) = \(percent(sum / total))"
    case "expected":
      guard let here = ranked.first(where: { !worths.customers[$0].isGone }),
        let monthly = worths.customers[here].monthly, let age = worths.customers[here].age,
        let days = worths.lives?.expected(age: age, horizon: Double(specification.horizon))
      else { return nil }
      return "\(plainText(self.name(here)) ?? "the best one here"), \(figure(age)) days here: "
        + "\(moneyText(monthly)) a month x \(figure(days / daysOfMonth)) months = "
        + moneyText(monthly * days / daysOfMonth)
    case "quadrant":
      let limits = thresholds
      guard case .customers = specification.layout, let quadrant = quadrant(best, limits),
        let value = limits.value, let high = limits.effort, let effort = worth.effort
      else { return nil }
      return
        "value \(moneyText(values[best])) against \(moneyText(value)), effort \(figure(effort)) "
        + "against \(figure(high)): \(quadrant.rawValue)"
    default: return nil
    }
  }
}
