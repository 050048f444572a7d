import Calendars
import Columns
import Planning
import Statistics

/// The shifts of every series of a table over time: the table of `specification.schema(of:)`.
///
/// `carriers` are calendar counts by one key each and the grain of the table.
func shiftTable(
  _ specification: ShiftSpecification, of table: Table, carriers: [Table]
) throws(ExecutionError) -> Table {
  let input = PeriodSeriesInput(specification.input, of: table)
  guard !input.series.isEmpty else {
    throw .impossible(
      "there is no complete period to look at",
      help: "shifts looks at a table over time:  churn by month | shifts")
  }
  var report = ShiftReport(
    specification, input, table, ShiftCarriers(carriers, specification.carriers))
  for series in input.series { report.add(series) }
  report.addGroups()
  var about = table.about
  about.notes = report.notes(about.notes)
  about.facts = report.facts
  about.working = report.working
  about.shape = .levels(report.shape)
  let schema = specification.schema(of: table.schema)
  return Table(schema: schema, columns: report.columns(schema), about: about)
}

/// What is said of all series, gathered one after the other.
struct ShiftReport {
  let specification: ShiftSpecification
  let input: PeriodSeriesInput
  let table: Table
  let carriers: ShiftCarriers
  private(set) var searched: [(series: PeriodSeries, shifts: SeriesShifts)] = []
  private(set) var remarks: [String] = []
  private var cells: [[Value]] = []
  private(set) var verdicts: [ShiftCarriers.Verdict] = []
  private(set) var groupShifts: [GroupShift] = []
  private(set) var groupsSearched = 0

  /// A shift of one group of clients.
  struct GroupShift {
    var label: String
    var isOfReason: Bool
    var series: PeriodSeries
    var shift: FoundShift
    var shifts: SeriesShifts

    /// How far its statistic lies above chance.
    var clarity: Double { -shift.p * 1e6 + shifts.scan.best.statistic }
  }

  init(
    _ specification: ShiftSpecification, _ input: PeriodSeriesInput, _ table: Table,
    _ carriers: ShiftCarriers
  ) {
    self.specification = specification
    self.input = input
    self.table = table
    self.carriers = carriers
  }

  var measureName: String { table.schema.fields[specification.input.measure].name }

  /// More of a rate of losing, or of lost clients, is bad; of anything else nobody knows.
  var isLoss: Bool {
    specification.input.atRisk != nil || measureName == "lost"
  }

  /// A series that cannot be searched is told of.
  mutating func add(_ series: PeriodSeries) {
    do {
      let shifts = try SeriesShifts(series, specification, isLoss: isLoss)
      searched.append((series, shifts))
      for shift in shifts.found {
        let verdict = verdict(shift, series, shifts)
        if let verdict { verdicts.append(verdict) }
        append(shift, series, carrier: verdict?.label)
      }
    } catch {
      remarks.append(series.labelled(error.sentence(series)))
    }
  }

  private func verdict(
    _ shift: FoundShift, _ series: PeriodSeries, _ shifts: SeriesShifts
  ) -> ShiftCarriers.Verdict? {
    guard !specification.carriers.isEmpty, series.key.isEmpty else { return nil }
    return carriers.verdict(
      before: nearby(shift, series).map(series.label), after: shift.places.map(series.label),
      dispersion: shifts.scan.dispersion)
  }

  /// Shifts of single groups that the whole does not show: a branch may bleed while all others mend.
  mutating func addGroups() {
    guard !specification.carriers.isEmpty, let whole = searched.first else { return }
    let groups = carriers.series(specification.input.grain)
    groupsSearched = groups.count
    var found: [GroupShift] = []
    for (label, isOfReason, series) in groups {
      func search(permutations: Int) -> SeriesShifts? {
        try? SeriesShifts(
          series, specification, isLoss: isLoss, looks: groups.count, permutations: permutations)
      }
      guard let quick = search(permutations: 0), !quick.found.isEmpty,
        let shifts = search(permutations: 999)
      else { continue }
      for shift in shifts.found where shift.kind != .isolated && shift.p < 0.05 {
        found.append(
          GroupShift(
            label: label, isOfReason: isOfReason, series: series, shift: shift, shifts: shifts))
      }
    }
    // Groups of clients before reasons, the clearest first; what happens beside it at the same time is
    // its echo.
    found = found.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.isOfReason != other.isOfReason { return other.isOfReason }
      return one.clarity == other.clarity
        ? left.offset < right.offset : one.clarity > other.clarity
    }.map(\.element)
    var echoes: [String] = []
    var told = whole.shifts.found.map { whole.series.firstOrdinal + $0.places.lowerBound }
    for group in found {
      let start = group.series.firstOrdinal + group.shift.places.lowerBound
      let period = group.series.label(group.shift.places.lowerBound)
      if told.contains(where: { abs($0 - start) <= 6 }) {
        echoes.append("\(group.label) \(period)")
        continue
      }
      told.append(start)
      groupShifts.append(group)
      append(group.shift, group.series, carrier: group.label)
    }
    if !echoes.isEmpty {
      remarks.append("shifting at about the same time: " + echoes.joined(separator: ", "))
    }
  }

  private mutating func append(_ shift: FoundShift, _ series: PeriodSeries, carrier: String?) {
    func decimal(_ value: Double?) -> Value { value.map { .decimal($0) } ?? .missing }
    cells.append(
      series.key + [
        .text(series.label(shift.places.lowerBound)),
        .text(series.label(shift.places.upperBound - 1)),
        decimal(series.level(shift.reference)), decimal(series.level(shift.places)),
        .text(shift.kind.rawValue), .decimal(shift.p), carrier.map { .text($0) } ?? .missing,
        .text(series.label(shift.start.lowerBound)),
        .text(series.label(shift.start.upperBound)), decimal(shift.ratio),
      ])
  }

  /// At most two seasons of the level before, the latest: older clients were others.
  private func nearby(_ shift: FoundShift, _ series: PeriodSeries) -> [Int] {
    let most = 2 * max(series.series.season, 6)
    let earlier = shift.reference.filter { $0 < shift.places.lowerBound }
    return Array((earlier.isEmpty ? shift.reference : earlier).suffix(most))
  }

  func columns(_ schema: Schema) -> [Column] {
    schema.fields.enumerated().map { index, field in
      Column(field.type, cells.map { $0[index] })
    }
  }

  var shape: LevelShape {
    var shape = LevelShape(
      measure: measureName, unit: input.unit,
      series: specification.input.keys.map { table.schema.fields[$0].name })
    for series in input.series {
      let key = series.key.map(\.label)
      shape.history += series.values.indices.map {
        HistoryPoint(series: key, period: series.label($0), value: series.values[$0])
      }
    }
    for (series, shifts) in searched {
      let key = series.key.map(\.label)
      shape.levels += shifts.levels().enumerated().map {
        HistoryPoint(series: key, period: series.label($0), value: $1)
      }
      shape.marks += shifts.found.map {
        LevelMark(
          series: key, period: series.label($0.places.lowerBound), reason: $0.kind.rawValue)
      }
    }
    shape.marks += groupShifts.map {
      LevelMark(
        series: [], period: $0.series.label($0.shift.places.lowerBound),
        reason: "\($0.shift.kind.rawValue) of \($0.label)")
    }
    return shape
  }

  var facts: [Fact] {
    var facts = [Fact("measure", .text(measureName))]
    guard searched.count == 1, let (series, shifts) = searched.first else { return facts }
    let scan = shifts.scan
    facts += [
      Fact("best_start", .text(series.label(scan.best.start))),
      Fact("statistic", .decimal(scan.best.statistic)),
      Fact("threshold", .decimal(scan.threshold)),
      Fact("p", .decimal(scan.p)),
      Fact("dispersion", .decimal(scan.dispersion)),
    ]
    if scan.isShift, let rings = alarm(shifts) {
      facts.append(Fact("alarm", .text(series.label(rings))))
    }
    return facts
  }

  /// When somebody who watched month by month would have been alarmed.
  func alarm(_ shifts: SeriesShifts) -> Int? {
    let isUp = shifts.scan.best.size > 0
    return RunningAlarm(
      shifts.scan.residuals.map { isUp ? $0 : -$0 }, from: shifts.scan.best.start
    ).first
  }
}

extension ShiftError {
  func sentence(_ series: PeriodSeries) -> String {
    switch self {
    case .tooShort(let used, let needed):
      "\(counted(used, "complete period")) with a value; shifts need \(needed)"
    case .constant: "every period has the same value, so nothing shifts"
    case .notUsable(let place): "\(series.label(place)) has no usable value"
    }
  }
}
