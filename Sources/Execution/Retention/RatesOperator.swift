import Calendars
package import Columns
package import Planning
import Statistics

/// A rate with interval, yearly equivalent and flags, or several rates side by side: the table of
/// `specification.schema(of:)`. `counts` comes from `calendarCounts`.
///
/// - A rate is missing where its period opens with nobody, and where the period is unfinished unless
///   that is asked for.
/// - The interval is missing for measures that are no share of counted clients, and for shares
///   above 1. Yearly equivalent: 1 - (1 - m)^k for k periods a year; missing for rates above 1.
/// - Flags: `unfinished`; `above band`, the yearly equivalent being above the accepted one;
///   `above limits` and `below limits`, outside the p-chart over the group's own complete periods
///   (NIST/SEMATECH e-Handbook 6.3.3.2). Missing where there is nothing to say.
package func rates(
  _ specification: RateSpecification, of counts: Table
) throws(ExecutionError) -> Table {
  guard specification.level > 0, specification.level < 1 else {
    throw .impossible(
      "the level of an interval lies between 0% and 100%", help: "for example: level = 95%")
  }
  let reader = CountsReader(counts, keyCount: specification.keyCount)
  let perYear =
    specification.grain?.periodsPerYear ?? counts.about.period?.periodsPerYear ?? 1
  let report = RateReport(specification, reader, periodsPerYear: perYear)
  let keys = Array(counts.columns.prefix(specification.keyCount))
  let periods = counts.columns[specification.keyCount]
  var about = counts.about
  about.facts += report.facts
  about.notes += report.notes
  about.working = report.working
  return Table(
    schema: specification.schema(of: counts.schema), columns: keys + [periods] + report.columns,
    about: about)
}

/// All that a table of rates holds beside its keys and periods.
struct RateReport {
  let specification: RateSpecification
  let counts: CountsReader
  let periodsPerYear: Double
  /// One for each measure.
  let figures: [RateFigures]

  var measures: [Measure] {
    switch specification.layout {
    case .single(let measure): [measure]
    case .sideBySide(let measures): measures
    }
  }

  init(_ specification: RateSpecification, _ counts: CountsReader, periodsPerYear: Double) {
    self.specification = specification
    self.counts = counts
    self.periodsPerYear = periodsPerYear
    let measures =
      switch specification.layout {
      case .single(let measure): [measure]
      case .sideBySide(let measures): measures
      }
    figures = measures.map {
      RateFigures($0, counts, specification, periodsPerYear: periodsPerYear)
    }
  }

  var columns: [Column] {
    switch specification.layout {
    case .sideBySide:
      return [.opening, .closing, .new, .lost, .early].map(counts.column)
        + figures.map { decimals($0.rates) }
    case .single(let measure):
      let figures = figures[0]
      let measured = [
        figures.rates, figures.intervals.map { $0?.low }, figures.intervals.map { $0?.high },
        figures.yearly,
      ]
      return RateSpecification.shownQuantities.map(counts.column)
        + measured.map(decimals)
        + [Column(.text, figures.flags.map { $0.map(Value.text) ?? .missing })]
        + RateSpecification.furtherQuantities(of: measure).map(counts.column)
    }
  }

  var facts: [Fact] {
    let names = measures.map(\.name).joined(separator: ", ")
    var facts = [Fact("formula", .text(names))]
    if case .sideBySide = specification.layout { return facts }
    if let band {
      facts.append(Fact("band_low", .decimal(band.low), unit: .rate))
      facts.append(Fact("band_high", .decimal(band.high), unit: .rate))
    }
    if counts.groups.count == 1, let centre = figures[0].charts[0]?.chart.centre {
      facts.append(Fact("centre", .decimal(centre), unit: .rate))
      let widening = figures[0].charts[0]?.chart.sigmaZ ?? 1
      if widening > 1 { facts.append(Fact("sigma_z", .decimal(widening))) }
    }
    return facts
  }
}

extension RateReport {
  /// The accepted yearly band brought to the length of one row; nil where it is no rate.
  var band: Interval? {
    // A year's band is itself to the last bit.
    if periodsPerYear == 1 {
      return Interval(low: specification.bandLow, high: specification.bandHigh)
    }
    guard
      let low = periodEquivalent(
        yearlyRate: specification.bandLow, periodsPerYear: periodsPerYear),
      let high = periodEquivalent(
        yearlyRate: specification.bandHigh, periodsPerYear: periodsPerYear)
    else { return nil }
    return Interval(low: low, high: high)
  }
}

private func decimals(_ values: [Double?]) -> Column {
  Column(.decimal, values.map { $0.map(Value.decimal) ?? .missing })
}
