package import Calendars
package import Columns

/// One measure of a table over time, and how it is read: which rows are one series, in which order.
package struct MeasureOverTime: Hashable, Sendable {
  /// Positions, in the input, of the keys that tell several series apart.
  package var keys: [Int]
  /// Position of the column of period labels.
  package var period: Int
  package var grain: Grain
  /// Position of the measure.
  package var measure: Int
  /// Position of the number at risk of a churn rate, nil for any other measure.
  package var atRisk: Int?

  package init(keys: [Int], period: Int, grain: Grain, measure: Int, atRisk: Int?) {
    self.keys = keys
    self.period = period
    self.grain = grain
    self.measure = measure
    self.atRisk = atRisk
  }
}

/// The shifts of one measure of a table over time.
package struct ShiftSpecification: Hashable, Sendable {
  package var input: MeasureOverTime
  /// What a change must gain for the segmentation into several levels; nil: 3 ln n.
  package var penalty: Double?
  /// The fewest periods of a level.
  package var minimum: Int
  /// The confidence of the interval of the start.
  package var level: Double
  package var seed: UInt64
  /// What each of the further inputs, calendar counts by one key, splits the clients by.
  package var carriers: [Carrier]
  package var definitions: [Definition]

  package init(
    input: MeasureOverTime, penalty: Double?, minimum: Int, level: Double, seed: UInt64,
    carriers: [Carrier], definitions: [Definition]
  ) {
    self.input = input
    self.penalty = penalty
    self.minimum = minimum
    self.level = level
    self.seed = seed
    self.carriers = carriers
    self.definitions = definitions
  }

  /// A column whose groups may carry a shift.
  package struct Carrier: Hashable, Sendable {
    package var name: String
    /// Whether it describes the leaving, so that its groups split the lost only.
    package var describesExit: Bool

    package init(_ name: String, describesExit: Bool) {
      self.name = name
      self.describesExit = describesExit
    }
  }

  /// The fields of the result.
  package func schema(of table: Schema) -> Schema {
    let unit = table.fields[input.measure].unit
    var fields = input.keys.map { table.fields[$0] }
    fields += [Field("from", .text), Field("to", .text)]
    fields += ["rate_before", "rate_after"].map { Field($0, .decimal, unit: unit) }
    fields += [Field("kind", .text), Field("p", .decimal), Field("carried_by", .text)]
    fields += [
      Field("from_low", .text, isDetail: true), Field("from_high", .text, isDetail: true),
      Field("ratio", .decimal, isDetail: true),
    ]
    return Schema(fields)
  }
}

/// How the months of one measure of a table over time differ.
package struct SeasonSpecification: Hashable, Sendable {
  package var input: MeasureOverTime
  package var level: Double
  package var definitions: [Definition]
  /// What is told apart from the season.
  package var events: [NamedEvent] = []
  /// Whether the answer is the series without its season, one row a period, in place of the indexes.
  package var isSeries = false

  package init(input: MeasureOverTime, level: Double, definitions: [Definition]) {
    self.input = input
    self.level = level
    self.definitions = definitions
  }

  /// The fields of the result.
  package func schema(of table: Schema) -> Schema {
    let word = SeasonSpecification.placeWord(input.grain)
    let measured = table.fields[input.measure]
    if isSeries {
      return Schema(
        input.keys.map { table.fields[$0] } + [
          Field("period", .text), Field(measured.name, .decimal, unit: measured.unit),
          Field("index", .decimal), Field("adjusted", .decimal, unit: measured.unit),
        ])
    }
    return Schema(
      input.keys.map { table.fields[$0] } + [Field(word, .text)]
        + ["index", "low", "high"].map { Field($0, .decimal) }
        + [Field("classical", .decimal, isDetail: true), Field("shrunk", .decimal, isDetail: true)])
  }

  /// What the places of a season are called.
  package static func placeWord(_ grain: Grain) -> String {
    switch grain {
    case .day: "weekday"
    case .week: "week"
    case .month: "month"
    case .quarter: "quarter"
    case .year: "year"
    }
  }
}

/// The change of a churn rate from one period to another, split into mix and rate. Its inputs are pairs of
/// calendar counts, one pair for each dimension.
package struct ChangeSpecification: Hashable, Sendable {
  package var dimensions: [Dimension]
  package var before: Period
  package var after: Period
  package var definitions: [Definition]
  /// Defaults that were used, for the notes.
  package var remarks: [String]

  package init(
    dimensions: [Dimension], before: Period, after: Period, definitions: [Definition],
    remarks: [String]
  ) {
    self.dimensions = dimensions
    self.before = before
    self.after = after
    self.definitions = definitions
    self.remarks = remarks
  }

  /// What the clients are parted by.
  package struct Dimension: Hashable, Sendable {
    package var name: String
    package var keyCount: Int
    /// Whether it splits the lost only.
    package var describesExit: Bool
    /// The names of the keys where the mix of each is told apart from the others', crossed.
    package var factors: [String] = []

    package init(_ name: String, keyCount: Int, describesExit: Bool) {
      self.name = name
      self.keyCount = keyCount
      self.describesExit = describesExit
    }
  }

  /// The fields of the result.
  package var schema: Schema {
    Schema(
      [Field("dimension", .text), Field("segment", .text)]
        + ["mix", "rate", "total"].map { Field($0, .decimal, unit: .rate) }
        + ["before", "after"].map { Field("rate_\($0)", .decimal, unit: .rate) }
        + ["before", "after"].flatMap {
          [
            Field("opening_\($0)", .integer, unit: .count, isDetail: true),
            Field("lost_\($0)", .integer, unit: .count, isDetail: true),
          ]
        } + [Field("flag", .text)])
  }
}
