import Calendars
import Columns
import Glibc
import Planning
import Statistics

/// The groups of clients and of leavings that may carry a shift.
struct ShiftCarriers {
  /// The group that stands out, and what it carries.
  struct Verdict {
    /// `branch Modena`
    var label: String
    /// Its part of the change by Kitagawa's split; for a reason, of the rate.
    var part: Double
    /// What all of the rate changed.
    var change: Double
    /// Adjusted for the number of groups looked at.
    var p: Double
  }

  private let columns: [(carrier: ShiftSpecification.Carrier, groups: [Group])]

  fileprivate struct Group {
    var name: String
    /// By label of the period.
    var counts: [String: RateDecomposition.Counts]
  }

  /// Each table has the schema of `CalendarCounts` with one key.
  init(_ tables: [Table], _ carriers: [ShiftSpecification.Carrier]) {
    columns = zip(carriers, tables).map { carrier, table in
      let reader = CountsReader(table, keyCount: 1)
      let groups = reader.groups.map { group in
        var counts: [String: RateDecomposition.Counts] = [:]
        for row in group.rows where reader.isFinished[row] {
          let lost = (reader.value(.lost, row) ?? 0) - (reader.value(.early, row) ?? 0)
          counts[reader.periods[row]] = .init(lost: lost, atRisk: reader.value(.opening, row) ?? 0)
        }
        return Group(name: group.keys[0].label, counts: counts)
      }
      return (carrier, groups)
    }
  }

  /// The series of every group in which enough left, one a group: its lost of those here at the start.
  func series(_ grain: Grain) -> [(label: String, isOfReason: Bool, series: PeriodSeries)] {
    columns.flatMap { carrier, groups in
      groups.count < 2
        ? []
        : groups.compactMap { group in
          PeriodSeries(counts: group.counts, grain, fewestLost: ShiftCarriers.fewestLostOfSeries)
            .map { ("\(carrier.name) \(group.name)", carrier.describesExit, $0) }
        }
    }
  }

  private static let fewestLostOfSeries = 30.0

  var names: [String] { columns.map { "\($0.carrier.name) (\($0.groups.count))" } }

  /// Fewer leavers of a group than this in both stretches together tell nothing.
  private static let fewestLost = 5.0

  /// The group whose rate changed most beyond that of all others, in the direction of the whole; nil
  /// where none does beyond chance (5%, times the number of groups looked at).
  ///
  /// z = the difference of the changes of the log rates over its standard error, the counts' variances
  /// times the dispersion.
  func verdict(before: [String], after: [String], dispersion: Double) -> Verdict? {
    var best: (label: String, z: Double, part: Double, change: Double)?
    var looked = 0
    for (carrier, groups) in columns {
      let old = groups.map { $0.total(before) }
      let new = groups.map { $0.total(after) }
      guard groups.count > 1, let split = carrier.split(old, new) else { continue }
      for (index, group) in groups.enumerated() {
        let rest = (whole(old, without: index), whole(new, without: index))
        guard old[index].lost + new[index].lost >= ShiftCarriers.fewestLost else { continue }
        looked += 1
        let z = carrier.distance(
          (old[index], new[index]), rest, dispersion, sign: split.change < 0 ? -1 : 1)
        guard let z, z > best?.z ?? 0 else { continue }
        best = ("\(carrier.name) \(group.name)", z, split.parts[index], split.change)
      }
    }
    guard let best else { return nil }
    let p = min(1, normalCumulative(-best.z) * Double(looked))
    return p < 0.05
      ? Verdict(label: best.label, part: best.part, change: best.change, p: p) : nil
  }

  private func whole(
    _ counts: [RateDecomposition.Counts], without index: Int
  ) -> RateDecomposition.Counts {
    var sum = RateDecomposition.Counts(lost: 0, atRisk: 0)
    for (place, count) in counts.enumerated() where place != index {
      sum.lost += count.lost
      sum.atRisk += count.atRisk
    }
    return sum
  }
}

extension ShiftCarriers.Group {
  fileprivate func total(_ periods: [String]) -> RateDecomposition.Counts {
    var sum = RateDecomposition.Counts(lost: 0, atRisk: 0)
    for period in periods {
      guard let count = counts[period] else { continue }
      sum.lost += count.lost
      sum.atRisk += count.atRisk
    }
    return sum
  }
}

extension ShiftSpecification.Carrier {
  /// What each group contributes to the change of the whole rate.
  fileprivate func split(
    _ old: [RateDecomposition.Counts], _ new: [RateDecomposition.Counts]
  ) -> (parts: [Double], change: Double)? {
    guard describesExit else {
      guard let split = RateDecomposition(before: old, after: new) else { return nil }
      return (split.groups.map(\.total), split.change)
    }
    // Every group of leavings has the whole book at risk.
    guard let before = old.first?.atRisk, let after = new.first?.atRisk, before > 0, after > 0
    else { return nil }
    let parts = zip(old, new).map { $1.lost / after - $0.lost / before }
    return (parts, parts.reduce(0, +))
  }

  /// How many standard errors the group's rate moved more than the rest's.
  fileprivate func distance(
    _ own: (old: RateDecomposition.Counts, new: RateDecomposition.Counts),
    _ rest: (RateDecomposition.Counts, RateDecomposition.Counts), _ dispersion: Double,
    sign: Double
  ) -> Double? {
    let counts = [own.new.lost, own.old.lost, rest.1.lost, rest.0.lost].map { $0 + 0.5 }
    var odds = log(counts[0] * counts[3] / (counts[1] * counts[2]))
    if !describesExit {
      let risks = [own.new.atRisk, own.old.atRisk, rest.1.atRisk, rest.0.atRisk]
      guard risks.allSatisfy({ $0 > 0 }) else { return nil }
      odds -= log(risks[0] * risks[3] / (risks[1] * risks[2]))
    }
    let variance = counts.reduce(0) { $0 + 1 / $1 } * dispersion
    return sign * odds / variance.squareRoot()
  }
}
