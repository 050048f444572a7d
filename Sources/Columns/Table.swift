package import Calendars
package import Kernels

/// Columns of equal length that know what they are.
package struct Table: Sendable {
  package var schema: Schema
  package var columns: [Column] {
    didSet { facts = ColumnFacts() }
  }
  /// What is known of the columns already.
  package private(set) var facts = ColumnFacts()
  package var about: TableDescription

  /// Columns match the schema in number, type and length; anything else is a programmer's error.
  package init(schema: Schema, columns: [Column], about: TableDescription = TableDescription()) {
    precondition(schema.fields.count == columns.count, "a field for every column")
    for (field, column) in zip(schema.fields, columns) {
      precondition(field.type == column.type, "'\(field.name)' is not \(field.type.rawValue)")
      precondition(column.count == columns[0].count, "columns of different lengths")
    }
    self.schema = schema
    self.columns = columns
    self.about = about
  }

  package var rowCount: Int { columns.first?.count ?? 0 }

  package func column(_ name: String) -> Column? { schema.index(of: name).map { columns[$0] } }
  package func column(_ role: Role) -> Column? { schema.index(of: role).map { columns[$0] } }

  /// The rows at these positions, in this order; the description stays.
  package func gathered(_ rows: [Int]) -> Table {
    Table(schema: schema, columns: columns.map { $0.gathered(rows) }, about: about)
  }
}

/// What a table is and where it came from: every figure can show its working.
package struct TableDescription: Sendable {
  /// `senators`, `churn by year`.
  package var title: String
  package var shape: TableShape
  /// The stretch of time that the figures speak of, as it was named.
  package var period: Period?
  /// The last day that the data know of.
  package var asOf: CivilDate?
  /// The files that the figures come from.
  package var sources: [SourceFile]
  /// Defaults that were used, rows left out, warnings: printed under the table.
  package var notes: [String]
  /// Figures that are not rows, in a stable order, such as `formula` and `centre`.
  package var facts: [Fact]
  /// What `how` prints.
  package var working: Working?

  package init(
    title: String = "", shape: TableShape = .rows, period: Period? = nil, asOf: CivilDate? = nil,
    sources: [SourceFile] = [], notes: [String] = [], facts: [Fact] = [], working: Working? = nil
  ) {
    self.title = title
    self.shape = shape
    self.period = period
    self.asOf = asOf
    self.sources = sources
    self.notes = notes
    self.facts = facts
    self.working = working
  }
}

/// Which picture fits a table; the names are those of its columns.
package enum TableShape: Hashable, Sendable {
  /// Rows of a dataset or any other list.
  case rows
  /// One measure for each key, the likes of `group by reason`.
  case breakdown(category: String, measure: String)
  /// A measure over time. `series` names key columns that tell several lines apart.
  case timeSeries(period: String, grain: Grain, measure: String, band: Band?, series: [String])
  /// Several measures of one unit over time, a line each.
  case timeLines(period: String, grain: Grain, measures: [String])
  /// A forecast over time: the rows are future periods; `history` holds what was known, oldest first.
  case forecast(
    period: String, grain: Grain, measure: String, history: [HistoryPoint], series: [String])
  /// A measure over a numeric axis: survivors by days, a share of value by a share of customers.
  case curve(CurveShape)
  /// Cohorts by steps of time, one row a cell.
  case triangle(TriangleShape)
  /// A measure over time and the levels that it keeps; the rows are the shifts between them.
  case levels(LevelShape)
  /// A row about each column of another table; a spread for each that has one.
  case spreads([Spread])
}

extension TableShape {
  /// Whether a table with these columns still has all that the picture shows.
  package func isDrawable(from columns: [String]) -> Bool {
    let needed: [String] =
      switch self {
      case .rows: []
      case .breakdown(let category, let measure): [category, measure]
      case .timeSeries(let period, _, let measure, let band, let series):
        [period, measure] + series + (band.map { [$0.low, $0.high] } ?? [])
      case .timeLines(let period, _, let measures): [period] + measures
      case .forecast(let period, _, let measure, _, let series): [period, measure] + series
      case .curve(let shape): shape.neededColumns
      case .triangle(let shape): shape.neededColumns
      case .levels(let shape): shape.series
      case .spreads: ["column"]
      }
    return needed.allSatisfy { columns.contains($0) }
  }
}

/// The columns that hold the lower and the upper limit of a measure.
package struct Band: Hashable, Sendable {
  package var low: String
  package var high: String

  package init(low: String, high: String) {
    self.low = low
    self.high = high
  }
}

/// One known value of a series that a forecast goes on from.
package struct HistoryPoint: Hashable, Sendable {
  /// The values of the series' key columns, as printed; empty for a single series.
  package var series: [String]
  package var period: String
  package var value: Double?

  package init(series: [String], period: String, value: Double?) {
    self.series = series
    self.period = period
    self.value = value
  }
}

/// A file that was read, and what identifies its content.
package struct SourceFile: Hashable, Sendable {
  /// As it was written in the line.
  package var path: String
  package var digest: ContentDigest
  package var bytes: Int
  package var rows: Int

  package init(path: String, digest: ContentDigest, bytes: Int, rows: Int) {
    self.path = path
    self.digest = digest
    self.bytes = bytes
    self.rows = rows
  }

  package init(path: String, sha256: String, bytes: Int, rows: Int) {
    self.init(path: path, digest: ContentDigest(sha256), bytes: bytes, rows: rows)
  }

  /// SHA-256 of the file's bytes, 64 hexadecimal digits, or a word where they are lost. The file may be
  /// read for it.
  package var sha256: String { digest.hexDigits }

  /// Begins to make the digest, and goes on.
  package func digestInBackground() { digest.makeInBackground() }
}

/// A named figure or word about a whole table.
package struct Fact: Hashable, Sendable {
  package var name: String
  package var value: Value
  package var unit: Unit

  package init(_ name: String, _ value: Value, unit: Unit = .none) {
    self.name = name
    self.value = value
    self.unit = unit
  }
}

/// The working of a figure: what `how` prints.
package struct Working: Hashable, Sendable {
  /// What is computed, in a sentence.
  package var summary: String
  /// Each line is a formula in words, then the same with this data's numbers.
  package var steps: [Step]
  /// Who defines it so: paper, handbook or vendor.
  package var source: String
  /// What can mislead a reader of this very result.
  package var pitfalls: [String]

  package init(summary: String, steps: [Step], source: String, pitfalls: [String] = []) {
    self.summary = summary
    self.steps = steps
    self.source = source
    self.pitfalls = pitfalls
  }

  package struct Step: Hashable, Sendable {
    /// `churn = lost of those here at the start / here at the start`
    package var words: String
    /// `= 12 / 310 = 3.9%`, with the period or group it belongs to.
    package var numbers: String

    package init(words: String, numbers: String) {
      self.words = words
      self.numbers = numbers
    }
  }
}
