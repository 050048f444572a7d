package import Calendars
package import Columns

/// A rate with interval, yearly equivalent and flags, from the rows of `CalendarCounts`.
package struct RateSpecification: Hashable, Sendable {
  /// How many key columns the counts have.
  package var keyCount: Int
  /// Whether a key splits the numerator only, so that opening, new and closing are of the whole book.
  package var splitsNumerator: Bool
  package var grain: Grain?
  package var layout: Layout
  package var interval: IntervalMethod
  /// The confidence of the interval, 0.95.
  package var level: Double
  /// The accepted yearly rates, from and to.
  package var bandLow: Double
  package var bandHigh: Double
  /// Whether an unfinished period gets a rate.
  package var includesUnfinished: Bool

  package init(
    keyCount: Int, splitsNumerator: Bool, grain: Grain?, layout: Layout,
    interval: IntervalMethod = .wilson, level: Double = 0.95, bandLow: Double, bandHigh: Double,
    includesUnfinished: Bool
  ) {
    self.keyCount = keyCount
    self.splitsNumerator = splitsNumerator
    self.grain = grain
    self.layout = layout
    self.interval = interval
    self.level = level
    self.bandLow = bandLow
    self.bandHigh = bandHigh
    self.includesUnfinished = includesUnfinished
  }

  package enum Layout: Hashable, Sendable {
    /// period opening new lost early closing rate low high yearly flag, and any other quantity that
    /// the formula is written in.
    case single(Measure)
    /// period opening closing new lost early, then one column a measure.
    case sideBySide([Measure])
  }

  /// The counts that a table of one measure always shows, in their order.
  package static let shownQuantities: [Quantity] = [.opening, .new, .lost, .early, .closing]

  /// The other counts of a measure's formula, so that every rate can be checked by eye.
  package static func furtherQuantities(of measure: Measure) -> [Quantity] {
    // A formula that is one quantity would stand there twice.
    if case .quantity = measure.formula { return [] }
    let needed = measure.formula.quantities.subtracting(shownQuantities)
    return Quantity.allCases.filter { needed.contains($0) }
  }

  /// The fields of the result after the key fields of the input.
  package func schema(of counts: Schema) -> Schema {
    func count(_ quantity: Quantity) -> Field {
      // With opening and lost a reader checks most rates.
      let isDetail = quantity == .new || quantity == .early || quantity == .closing
      return Field(quantity.rawValue, .integer, unit: .count, isDetail: isDetail)
    }
    func rate(_ name: String) -> Field { Field(name, .decimal, unit: .rate) }
    var fields = Array(counts.fields.prefix(keyCount))
    fields.append(Field("period", .text))
    switch layout {
    case .single(let measure):
      fields += RateSpecification.shownQuantities.map(count)
      fields += ["rate", "low", "high", "yearly"].map(rate)
      fields.append(Field("flag", .text))
      fields += RateSpecification.furtherQuantities(of: measure).map {
        Field($0.rawValue, $0.type, unit: $0.unit)
      }
    case .sideBySide(let measures):
      fields += [.opening, .closing, .new, .lost, .early].map(count)
      fields += measures.map { rate($0.name) }
    }
    return Schema(fields)
  }
}

/// How the interval of a share is computed.
package enum IntervalMethod: String, CaseIterable, Hashable, Sendable {
  /// Wilson 1927, the score interval.
  case wilson
  /// Clopper & Pearson 1934.
  case exact
}
