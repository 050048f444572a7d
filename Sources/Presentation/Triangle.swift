import Columns
import Texts

/// A long table of cohorts as people read it: a row a cohort, a column for each step of time.
struct Triangle {
  private let table: Table
  private let shape: TriangleShape
  private let positions: Positions
  /// Long rows of each cohort, in order of first appearance.
  private let cohorts: [[Int]]
  /// The values of the steps, ascending.
  let steps: [Int64]

  /// The positions of the long table's columns.
  private struct Positions {
    var series: [Int]
    var row: Int
    var size: Int
    var column: Int
    var part: Int
    var measure: Int
  }

  /// The name of the row that stands for all cohorts that have reached a step.
  static let all = "all"

  /// Nil where the table is no triangle, or has lost a column that one needs.
  init?(_ table: Table) {
    guard case .triangle(let shape) = table.about.shape, table.rowCount > 0,
      let row = table.schema.index(of: shape.row), let size = table.schema.index(of: shape.size),
      let column = table.schema.index(of: shape.column),
      let part = table.schema.index(of: shape.part),
      let measure = table.schema.index(of: shape.measure),
      table.columns[column].type == .integer, table.columns[part].type.isNumeric,
      table.columns[size].type.isNumeric, table.columns[measure].type.isNumeric
    else { return nil }
    let series = shape.series.compactMap { table.schema.index(of: $0) }
    guard series.count == shape.series.count else { return nil }
    self.table = table
    self.shape = shape
    positions = Positions(
      series: series, row: row, size: size, column: column, part: part, measure: measure)
    var places: [[Value]: Int] = [:]
    var cohorts: [[Int]] = []
    var steps: Set<Int64> = []
    for long in 0..<table.rowCount {
      let key = (series + [row]).map { table.columns[$0][long] }
      if let place = places[key] {
        cohorts[place].append(long)
      } else {
        places[key] = cohorts.count
        cohorts.append([long])
      }
      if case .integer(let step) = table.columns[column][long] { steps.insert(step) }
    }
    self.cohorts = cohorts
    self.steps = steps.sorted()
  }

  /// The rates of a cohort, a place for each step.
  private func values(_ rows: [Int]) -> [Value] {
    var values = [Value](repeating: .missing, count: steps.count)
    let places = places
    for row in rows {
      guard case .integer(let step) = table.columns[positions.column][row],
        let place = places[step]
      else { continue }
      values[place] = table.columns[positions.measure][row]
    }
    return values
  }

  private var places: [Int64: Int] {
    Dictionary(uniqueKeysWithValues: zip(steps, steps.indices))
  }

  /// For each step what is kept of the cohorts that have reached it, by their size.
  private var summary: [Value] {
    var parts = [Double](repeating: 0, count: steps.count)
    var sizes = parts
    let places = places
    for row in 0..<table.rowCount {
      guard case .integer(let step) = table.columns[positions.column][row],
        let place = places[step], let part = table.columns[positions.part][row].number,
        let size = table.columns[positions.size][row].number
      else { continue }
      parts[place] += part
      sizes[place] += size
    }
    return zip(parts, sizes).map { $1 > 0 ? .decimal($0 / $1) : .missing }
  }

  /// The sum of sizes, each cohort once.
  private var wholeSize: Value {
    let column = table.columns[positions.size]
    let sizes = cohorts.map { column[$0[0]].number ?? 0 }
    let sum = sizes.reduce(0, +)
    return column.type == .integer ? .integer(Int64(exactly: sum) ?? 0) : .decimal(sum)
  }

  /// What the cells of one cohort are called: keys and cohort.
  private func name(_ rows: [Int]) -> String {
    (positions.series + [positions.row]).map { text($0, rows[0]) }.joined(separator: ", ")
  }

  private func text(_ column: Int, _ row: Int) -> String {
    let value = table.columns[column][row]
    return value == .missing
      ? "(missing)" : Presentation.text(value, unit: table.schema.fields[column].unit)
  }
}

extension Triangle {
  /// At most so many steps are shown: wider than this nobody reads.
  private static let mostSteps = 24

  /// The cells as text. The row of all comes first where there are several cohorts.
  func grid(_ options: RenderingOptions) -> TextGrid {
    let shownSteps = steps.prefix(Triangle.mostSteps)
    var grid = TextGrid(wide(Array(shownSteps)), options: options)
    // Cohorts, then sizes, then steps from the first one on.
    grid.priorities = Array(0..<grid.columnCount)
    let head = grid.columnCount - shownSteps.count
    let decimals = decimals
    for (row, rates) in shownRates.enumerated() {
      for (place, rate) in rates.prefix(shownSteps.count).enumerated() where row < grid.rows.count {
        grid.rows[row][head + place] = Presentation.text(
          rate, unit: table.schema.fields[positions.measure].unit, decimals: decimals,
          options: options)
      }
    }
    if cohorts.count > 1, !grid.rows.isEmpty {
      for place in positions.series.indices { grid.rows[0][place] = "" }
    }
    if steps.count > shownSteps.count {
      grid.hiddenColumns = steps.dropFirst(shownSteps.count).map { "\(shape.column) = \($0)" }
    }
    return grid
  }

  /// The cells of each row, that of all cohorts first where there are several.
  private var shownRates: [[Value]] {
    (cohorts.count > 1 ? [summary] : []) + cohorts.map(values)
  }

  private func wide(_ shownSteps: [Int64]) -> Table {
    let fields = table.schema.fields
    var cohortField = fields[positions.row]
    cohortField.type = .text
    var rateField = fields[positions.measure]
    rateField.type = .decimal
    let head = positions.series.map { fields[$0] } + [cohortField, fields[positions.size]]
    var rows: [[Value]] = []
    if cohorts.count > 1 {
      rows.append(
        positions.series.map { _ in .missing } + [.text(Triangle.all), wholeSize]
          + summary.prefix(shownSteps.count))
    }
    rows += cohorts.map { long in
      positions.series.map { table.columns[$0][long[0]] }
        + [.text(text(positions.row, long[0])), table.columns[positions.size][long[0]]]
        + values(long).prefix(shownSteps.count).map { $0.number.map(Value.decimal) ?? .missing }
    }
    let schema = Schema(
      head
        + shownSteps.map { step in
          var field = rateField
          field.name = "\(step)"
          return field
        })
    var about = table.about
    about.shape = .rows
    return Table(
      schema: schema,
      columns: schema.fields.indices.map { place in
        Column(schema.fields[place].type, rows.map { $0[place] })
      }, about: about)
  }

  /// The decimals of the cells: one fewer than the intervals of the long table deserve, so that many
  /// cells find room, but one at least where all but the first step are small.
  private var decimals: Int {
    let deserved = (table.rateDecimals(shown: table.rowCount) ?? 2) - 1
    let later = (0..<table.rowCount).filter { row in
      table.columns[positions.column][row] != steps.first.map { .integer($0) }
    }
    let largest = later.compactMap { table.columns[positions.measure][$0].number }.max() ?? 1
    return largest < 0.2 ? max(1, deserved) : deserved
  }

  /// A heat map, or lines, one a cohort.
  func chart(_ kind: ChartKind) -> Chart {
    let rates = cohorts.map { values($0).map(\.number) }
    // A first column in which everybody is kept tells nothing and takes all the shades.
    let isFull = steps.count > 1 && rates.allSatisfy { $0[0] == nil || $0[0] == 1 }
    let first = kind == .heat && isFull ? 1 : 0
    var chart = Chart(
      title: visible(table.about.title), kind: kind, categoryLabel: visible(shape.column),
      measureLabel: visible(shape.measure), unit: table.schema.fields[positions.measure].unit,
      decimals: kind == .heat ? 0 : decimals,
      categories: steps.dropFirst(first).map { "\($0)" }, series: [])
    if first > 0 { chart.remarks.append("\(shape.column) = \(steps[0]) is 100% everywhere") }
    let most = kind == .heat ? Chart.maximumRows : Chart.maximumSeries
    let left = max(0, cohorts.count - most)
    if left > 0 {
      chart.remarks.append("\(left) of \(cohorts.count) cohorts are left out: the first ones")
    }
    chart.series = zip(cohorts, rates).dropFirst(left).map { rows, rates in
      Chart.Series(name: name(rows), values: Array(rates.dropFirst(first)))
    }
    return chart
  }
}

extension Chart {
  /// The picture of a triangle; fails where the table has none any more.
  init(triangle: Triangle?, _ shape: TriangleShape, kind: ChartKind) throws(ChartError) {
    guard let triangle else {
      throw ChartError(
        message: "these rows are no triangle of cohorts any more",
        hint: "keep the columns \(shape.neededColumns.joined(separator: ", "))")
    }
    self = triangle.chart(kind)
  }
}
