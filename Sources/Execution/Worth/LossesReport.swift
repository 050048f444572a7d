import Calendars
import Columns
import Planning

/// What a table of losses says.
struct LossesReport {
  let specification: LossesSpecification
  let judged: JudgedLosses
  /// The value of each key in each row of the data; nil for keys that are no column of it.
  private let keyColumns: [Column?]

  init(_ specification: LossesSpecification, _ judged: JudgedLosses, _ table: Table) {
    self.specification = specification
    self.judged = judged
    keyColumns = specification.keys.map { key in
      if case .column(let column) = key { evaluate(column.value, over: table) } else { nil }
    }
  }

  var losses: [JudgedLoss] { judged.losses }

  var lossRows: [[Value]] {
    losses.map { loss in
      [
        loss.customer, .date(CivilDate(daysSinceEpoch: loss.end)), text(loss.reason?.name),
        decimal(loss.value), decimal(loss.effort), boolean(loss.isWanted),
        boolean(loss.isOnTarget), text(loss.rule?.verdict.rawValue), text(loss.rule?.rawValue),
        decimal(loss.monthly), loss.reason?.cause ?? .missing,
      ]
    }
  }

  // MARK: - Summary

  var summaryRows: [[Value]] {
    let columns = specification.keys.indices.map { place in
      Column(
        specification.keys[place].field.type, losses.map { value($0, ofKey: place) })
    }
    let partition = KeyPartition(columns, rows: Array(losses.indices))
    var groups = [[JudgedLoss]](repeating: [], count: partition.values.count)
    for (index, group) in partition.groups.enumerated() { groups[group].append(losses[index]) }
    return order(partition).filter { !groups[$0].isEmpty }.map { group in
      partition.values[group] + figures(groups[group])
    }
  }

  /// Periods by the calendar, verdicts from the most painful on, other words by how many they are.
  private func order(_ partition: KeyPartition) -> [Int] {
    let ranks = partition.values.indices.map { group in
      specification.keys.indices.map { key in rank(partition, group, key) }
    }
    return partition.values.indices.sorted { ranks[$0].lexicographicallyPrecedes(ranks[$1]) }
  }

  private func rank(_ partition: KeyPartition, _ group: Int, _ key: Int) -> Int {
    let value = partition.values[group][key]
    switch specification.keys[key] {
    case .ofLoss("verdict"):
      return Verdict.allCases.firstIndex { .text($0.rawValue) == value } ?? Verdict.allCases.count
    case .ofLoss("rule"):
      return LossRule.allCases.firstIndex { .text($0.rawValue) == value } ?? LossRule.allCases.count
    case .period:
      // Labels of periods sort as text.
      return KeyRanking(
        partition.values.map { $0[key] }, weights: partition.values.map { _ in 0 }
      ).rank(value)
    case .ofLoss, .column:
      return KeyRanking(partition.values.map { $0[key] }, weights: partition.sizes).rank(value)
    }
  }

  private func value(_ loss: JudgedLoss, ofKey place: Int) -> Value {
    switch specification.keys[place] {
    case .ofLoss("verdict"): text(loss.rule?.verdict.rawValue)
    case .ofLoss("rule"): text(loss.rule?.rawValue)
    case .ofLoss("reason"): text(loss.reason?.name)
    case .ofLoss("cause"): loss.reason?.cause ?? .missing
    case .ofLoss("wanted"): boolean(loss.isWanted)
    case .ofLoss: boolean(loss.isOnTarget)
    case .period(let grain):
      .text(grain.label(ofOrdinal: grain.ordinal(of: CivilDate(daysSinceEpoch: loss.end))))
    case .column(let key):
      keyColumns[place]?[key.describesExit ? loss.exitRow : loss.attributesRow] ?? .missing
    }
  }

  private func figures(_ losses: [JudgedLoss]) -> [Value] {
    func count(_ verdict: Verdict) -> Value {
      .integer(Int64(losses.count { $0.rule?.verdict == verdict }))
    }
    let hasValue = judged.limits != nil
    return [
      .integer(Int64(losses.count)), count(.painful), count(.neutral), count(.healthy),
      hasValue ? .decimal(losses.reduce(0) { $0 + ($1.value ?? 0) }) : .missing,
      hasValue ? .decimal(net(losses)) : .missing,
    ]
  }

  func net(_ losses: [JudgedLoss]) -> Double { losses.reduce(0) { $0 + ($1.monthly ?? 0) } }

  private func text(_ text: String?) -> Value { text.map(Value.text) ?? .missing }
  private func decimal(_ number: Double?) -> Value { number.map(Value.decimal) ?? .missing }
  private func boolean(_ flag: Bool?) -> Value { flag.map(Value.boolean) ?? .missing }
}
