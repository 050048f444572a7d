import Calendars
package import Columns

/// The kinds of picture.
package enum ChartKind: String, CaseIterable, Hashable, Sendable {
  /// Horizontal bars, one a category.
  case bar
  case line
  /// A mark for each value, without lines.
  case points
  /// A line that keeps its value up to the next one: the steps of a curve of survivors.
  case curve
  /// A cell for each series and category, shaded by value.
  case heat
  /// How often values occur, for each column of a table.
  case histogram

  /// Whether values are joined.
  var isLine: Bool { self == .line || self == .curve }
}

/// A picture of a table, before it is drawn to text or SVG: what is shown, not how.
///
/// All texts are already `visible`; every list of values is as long as the categories.
package struct Chart: Hashable, Sendable {
  package var title: String
  package var kind: ChartKind
  /// What the categories are: the name of their column.
  package var categoryLabel: String
  /// What is measured: the name of its column.
  package var measureLabel: String
  package var unit: Unit
  /// Digits after the point of printed values; nil for as many as each needs.
  package var decimals: Int?
  /// From left to right, or from top to bottom for bars.
  package var categories: [String]
  /// Where each category stands on a numeric axis, rising; nil where they stand evenly.
  package var places: [Double]?
  /// What the places count.
  package var placeUnit: Unit
  package var series: [Series]
  /// Around the series of their number, the widest first.
  package var intervals: [Interval]
  package var references: [Reference]
  /// Categories of the first series that stand out.
  package var marks: [Mark]
  /// The number of the first category that is a forecast.
  package var forecastStart: Int?
  /// What the picture leaves out, each a sentence to stand below it.
  package var remarks: [String]
  /// What stands behind the value of each bar; empty for nothing.
  package var details: [String] = []
  /// The stretch of time that the values speak of, where no axis shows it.
  package var period = ""
  /// Whether values are ratios: their bars begin at 1, and half stands as far from it as double.
  package var isRatio = false
  /// The ends of the axis of each histogram.
  package var ends: [Ends] = []

  package init(
    title: String, kind: ChartKind, categoryLabel: String, measureLabel: String, unit: Unit,
    decimals: Int? = nil, categories: [String], series: [Series], intervals: [Interval] = [],
    references: [Reference] = [], marks: [Mark] = [], forecastStart: Int? = nil,
    remarks: [String] = [], places: [Double]? = nil, placeUnit: Unit = .none
  ) {
    self.title = title
    self.kind = kind
    self.categoryLabel = categoryLabel
    self.measureLabel = measureLabel
    self.unit = unit
    self.decimals = decimals
    self.categories = categories
    self.series = series
    self.intervals = intervals
    self.references = references
    self.marks = marks
    self.forecastStart = forecastStart
    self.remarks = remarks
    self.places = places
    self.placeUnit = placeUnit
  }

  /// A line, or the bars of a breakdown: a value for each category, nil where there is none.
  package struct Series: Hashable, Sendable {
    package var name: String
    package var values: [Double?]

    package init(name: String, values: [Double?]) {
      self.name = name
      self.values = values
    }
  }

  /// Two limits for each category, shaded between.
  package struct Interval: Hashable, Sendable {
    package var name: String
    package var low: [Double?]
    package var high: [Double?]
    /// The number of the series that they are limits of.
    package var series: Int

    package init(name: String, low: [Double?], high: [Double?], series: Int = 0) {
      self.name = name
      self.low = low
      self.high = high
      self.series = series
    }
  }

  /// A level to compare with, drawn across.
  package struct Reference: Hashable, Sendable {
    package var name: String
    package var value: Double

    package init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }
}

extension Chart {
  /// A category that stands out, and why: `above the band`.
  package struct Mark: Hashable, Sendable {
    package var category: Int
    /// Words with commas between them.
    package var reason: String

    var reasons: [String] { reason.split(separator: ",").map { String($0.drop { $0 == " " }) } }

    /// Whether the data signal something; a level that somebody chose, or an unfinished period, is
    /// no signal and drawn otherwise.
    var isSignal: Bool { !reasons.allSatisfy(Mark.isPolicy) }

    static func isPolicy(_ reason: String) -> Bool {
      reason == "above band" || reason == "unfinished"
    }

    package init(category: Int, reason: String) {
      self.category = category
      self.reason = reason
    }
  }
}

/// Why a table has no picture, and what has one.
package struct ChartError: Error, Hashable, Sendable {
  package var message: String
  package var hint: String

  package init(message: String, hint: String) {
    self.message = message
    self.hint = hint
  }
}

extension Chart {
  /// A value as it is printed beside the picture.
  func text(_ value: Double, _ options: RenderingOptions) -> String {
    Presentation.text(.decimal(value), unit: unit, decimals: decimals, options: options)
  }

  /// Whether the categories are periods of the calendar, oldest first.
  var isOverTime: Bool { !categories.isEmpty && categories.allSatisfy { PartialDate($0) != nil } }

  /// Why marked categories stand out, each reason once: those of signals, or of the others.
  func markReasons(ofSignals isSignal: Bool) -> String {
    var seen: Set<String> = []
    return marks.filter { $0.isSignal == isSignal }.flatMap(\.reasons)
      .filter { $0.isEmpty == false && Mark.isPolicy($0) != isSignal }
      .filter { seen.insert($0).inserted }.joined(separator: ", ")
  }

  var isEmpty: Bool { series.allSatisfy { $0.values.allSatisfy { $0 == nil } } }

  /// `churn by plan: rate, 2024-01..2024-12`; without the measure or the period where the title names it.
  var heading: String {
    let words =
      title.isEmpty || title.contains(measureLabel)
      ? (title.isEmpty ? measureLabel : title) : "\(title): \(measureLabel)"
    return period.isEmpty || words.contains(period) ? words : "\(words), \(period)"
  }
}
