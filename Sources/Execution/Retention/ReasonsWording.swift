import Calendars
import Columns
import Planning
import Statistics

extension ReasonsReport {
  /// The defaults in use and what weakens the figures, a sentence each.
  var notes: [String] {
    var notes = counts.leavings.notes
    notes += [wholeNote, mapNote, unmappedNote].compactMap { $0 }
    guard specification.layout != .map else { return notes }
    notes += [topNote, trendNote].compactMap { $0 }
    if let money = counts.money {
      notes += money.notes(of: counts.inPeriod.map(\.exitRow))
    } else if let remark = specification.moneyRemark {
      notes.append(remark)
    }
    if counts.lost > 0, counts.lost < 20 {
      notes.append("\(counted(counts.lost, "loss", "losses")) in all: shares of so few say little")
    }
    return notes
  }

  private var wholeNote: String {
    let label = counts.leavings.period.map { "in \($0.label)" } ?? "in all"
    guard counts.lost > 0 else { return "nobody left \(label)" }
    func share(_ part: Int) -> String {
      "\(part) (\(percent(Double(part) / Double(counts.lost))))"
    }
    let unknownParts = unknown > 0 && unknownList != nil ? ": \(unknownList ?? "")" : ""
    return "\(counted(counts.lost, "loss", "losses")) \(label): wanted \(share(wanted)), "
      + "unknown \(share(unknown))\(unknownParts)"
  }

  /// `12 without a reason, "non so", "altro"`
  private var unknownList: String? {
    let words = counts.book.unknownWords.map { "\"\($0.words)\"" }
    let parts = (counts.book.blanks > 0 ? ["no reason given"] : []) + Array(words.prefix(5))
    return parts.isEmpty ? nil : "\(parts.joined(separator: ", "))"
  }

  private var mapNote: String {
    let spellings = counts.book.joinedSpellings
    return "causes from \(specification.causes.origin)"
      + (spellings > 0
        ? "; \(counted(spellings, "spelling")) joined to another by case and blanks" : "")
  }

  private var unmappedNote: String? {
    var losses: [Int: Int] = [:]
    for row in counts.rows where counts.book.reasons[row.reason].entry == nil {
      losses[row.reason, default: 0] += row.lost
    }
    guard !losses.isEmpty else { return nil }
    let sorted = losses.map { (counts.book.reasons[$0.key], $0.value) }.sorted(by: precedes)
    let named = sorted.prefix(4).map { "\"\($0.0.name)\" (\($0.1))" }.joined(separator: ", ")
    let more = sorted.count > 4 ? " and \(sorted.count - 4) more" : ""
    return "no cause in the map for \(named)\(more):  reasons map \"\(sorted[0].0.name)\" = CAUSE"
  }

  private var topNote: String? {
    guard let top = specification.top else { return nil }
    let hidden = counts.rows.count - shown.count
    guard hidden > 0 else { return nil }
    let sums = shown.reduce(0) { $0 + $1.row.lost }
    return "top \(top): \(counted(hidden, "reason")) with "
      + "\(counted(counts.lost - sums, "loss", "losses")) not shown"
  }

  private var trendNote: String? {
    if let remark = counts.trendRemark { return remark }
    guard let earlier = counts.earlier, counts.lost > 0 else { return nil }
    let exposure = counts.leavings.clients == nil ? "day" : "client-day"
    return "trend: losses per \(exposure) against \(earlier.label) (before), exact "
      + "\(percent(specification.level)) interval; few: fewer than \(ReasonTrend.fewest) in both; "
      + "of 20 steady reasons one may look changed by luck"
  }

  // MARK: - Working

  /// The commonest reason's figures put into the formulas.
  var working: Working? {
    guard specification.layout == .pareto, let (row, _) = shown.first, counts.lost > 0 else {
      return nil
    }
    let name = counts.book.reasons[row.reason].name
    let total = counts.groupLost[row.group]
    let used = specification.definitions.filter { numbers($0.name, row, name, total) != nil }
    let steps = used.compactMap { definition -> Working.Step? in
      numbers(definition.name, row, name, total).map {
        Working.Step(words: "\(definition.name) = \(definition.formula)", numbers: $0)
      }
    }
    return Working(
      summary: "reasons of leaving: \(name)", steps: steps,
      source: used.map { "\($0.name): \($0.source)" }.joined(separator: "; "),
      pitfalls: used.flatMap(\.pitfalls))
  }

  private func numbers(
    _ figure: String, _ row: ReasonCounts.Row, _ name: String, _ total: Int
  ) -> String? {
    switch figure {
    case "share":
      guard total > 0 else { return nil }
      return "\(name): \(row.lost) / \(total) = \(percent(Double(row.lost) / Double(total)))"
    case "revenue_lost":
      guard counts.money != nil else { return nil }
      return "\(name): \(moneyText(money(row.cents))) a month"
    case "unknown_share": return shareNumbers(unknown)
    case "wanted_share": return shareNumbers(wanted)
    case "trend": return trendNumbers(row, name)
    default: return nil
    }
  }

  private func shareNumbers(_ part: Int) -> String {
    let share = "\(part) / \(counts.lost) = \(percent(Double(part) / Double(counts.lost)))"
    guard let interval = wilsonInterval(successes: part, trials: counts.lost) else { return share }
    return "\(share), Wilson 95% \(percent(interval.low)) to \(percent(interval.high))"
  }

  private func trendNumbers(_ row: ReasonCounts.Row, _ name: String) -> String? {
    guard let trend = counts.trend(row, level: specification.level),
      let earlier = counts.earlier
    else { return nil }
    let unit = counts.leavings.clients == nil ? "days" : "client-days"
    let start =
      "\(name): (\(trend.after) / \(Execution.figure(trend.exposureAfter)) \(unit)) / "
      + "(\(trend.before) / \(Execution.figure(trend.exposureBefore)) \(unit) of \(earlier.label))"
    guard let ratio = trend.ratio, let interval = trend.interval else {
      return "\(start): nobody before, \(trend.word)"
    }
    return "\(start) = \(Execution.figure(ratio)), from \(Execution.figure(interval.low)) to "
      + "\(Execution.figure(interval.high)): \(trend.word)"
  }
}

/// `1 loss`, `3 losses`.
func counted(_ count: Int, _ one: String, _ several: String) -> String {
  "\(count) \(count == 1 ? one : several)"
}
