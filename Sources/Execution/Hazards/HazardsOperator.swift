package import Columns
import Glibc
package import Planning
import Statistics

/// What makes clients leave sooner: the table of `HazardSpecification.schema`, a row an effect.
///
/// `factorColumns` holds, for each factor, its value in each row of `table`; a stay takes that of its
/// latest row. Cox's model with Efron's ties; Wald intervals; Schoenfeld check in the notes. Levels
/// are compared with the commonest (numbers, dates, yes and no: with the first); missing words are a
/// level, stays with a missing number are left out and counted.
package func hazards(
  _ specification: HazardSpecification, of table: Table, factorColumns: [Column],
  isCancelled: () -> Bool = { false }
) throws(ExecutionError) -> Table {
  let stays = try StayTimes(table, specification.clock, isCancelled: isCancelled)
  guard stays.isExit.contains(true) else {
    throw .impossible("nobody left, so nothing can be said about who leaves sooner", help: nil)
  }
  var factors: [HazardFactor] = []
  var leftOut: [String] = []
  for (key, column) in zip(specification.factors, factorColumns) {
    do {
      factors.append(try HazardFactor(key, column, stays, specification))
    } catch {
      guard !specification.areChosen else {
        throw .impossible(
          "\(error.name) \(error.reason)", help: "leave \(error.name) out of the factors")
      }
      leftOut.append("\(error.name) (\(error.reason))")
    }
  }
  let fit = try HazardFit(
    factors, stays, areChosen: specification.areChosen, leftOut: leftOut, isCancelled: isCancelled)
  let report = HazardReport(specification, stays, fit)
  var about = table.about
  about.asOf = stays.asOf ?? about.asOf
  about.period = nil
  about.notes += report.notes
  about.facts = report.facts
  about.working = report.working
  let schema = HazardSpecification.schema
  let rows = report.rows
  return Table(
    schema: schema,
    columns: schema.fields.enumerated().map { index, field in
      Column(field.type, rows.map { $0[index] })
    }, about: about)
}

/// All that a table of hazards holds.
struct HazardReport {
  let specification: HazardSpecification
  let stays: StayTimes
  let fit: HazardFit
  let proportionality: ProportionalityTest?

  init(_ specification: HazardSpecification, _ stays: StayTimes, _ fit: HazardFit) {
    self.specification = specification
    self.stays = stays
    self.fit = fit
    proportionality = fit.model.proportionalityTest()
  }

  /// The hazard ratio of an effect for its step, with its limits.
  func ratio(_ index: Int) -> (value: Double, interval: Interval?) {
    let effect = fit.model.effects[index]
    let step = fit.effects[index].step
    let interval = effect.interval(level: specification.level).map {
      Interval(low: exp($0.low * step), high: exp($0.high * step))
    }
    return (exp(effect.coefficient * step), interval)
  }

  var rows: [[Value]] {
    fit.effects.indices.map { index in
      let effect = fit.effects[index]
      let (value, interval) = ratio(index)
      return [
        .text(effect.factor.name), .text(levelText(effect)), finite(value), finite(interval?.low),
        finite(interval?.high), finite(fit.model.effects[index].p),
        .text(isClear(index) ? "\(times(value)) as soon" : "no clear difference"),
        effect.level == nil ? .missing : .text(effect.factor.reference),
      ]
    }
  }

  private func levelText(_ effect: HazardFit.Effect) -> String {
    switch effect.factor.kind {
    case .levels(let levels, _): levels[effect.level ?? 0]
    case .number(_, _, let stepText): stepText
    }
  }

  private func isClear(_ index: Int) -> Bool {
    ratio(index).interval.map { !$0.contains(1) } ?? false
  }

  /// The clearest effects as a manager says them.
  var readings: [String] {
    let clear = fit.effects.indices.filter(isClear)
    let ranked = clear.sorted {
      abs(fit.model.effects[$0].z) > abs(fit.model.effects[$1].z)
    }
    return ranked.prefix(3).map { index in
      let effect = fit.effects[index]
      let value = times(ratio(index).value)
      guard effect.level != nil else {
        return
          "for each \(figure(effect.step)) more of \(effect.name) clients leave \(value) as soon"
      }
      return "clients with \(effect.name) leave \(value) as soon as those with "
        + effect.factor.reference
    }
  }

  private func times(_ ratio: Double) -> String { "\(fixedFigure(ratio, decimals: 2)) times" }

  var facts: [Fact] {
    let test = fit.model.likelihoodRatio
    return [
      Fact("clients", .integer(Int64(fit.model.rowCount)), unit: .count),
      Fact("lost", .integer(Int64(fit.model.eventCount)), unit: .count),
      Fact("likelihood_ratio", .decimal(test.statistic)),
      Fact("df", .integer(Int64(fit.effects.count))), Fact("p", .decimal(test.p)),
      Fact("proportionality_p", proportionality.map { .decimal($0.p) } ?? .missing),
    ]
  }
}
