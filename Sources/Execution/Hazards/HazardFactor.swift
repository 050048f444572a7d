import Calendars
import Columns
import Planning

/// A column as the model takes it: levels against a reference, or a number.
struct HazardFactor {
  let name: String
  /// What its levels are compared with, in a sentence; empty for a number.
  let reference: String
  let kind: Kind

  enum Kind {
    /// The level of each stay; `levels[0]` is the reference.
    case levels([String], codes: [Int])
    /// The value of each stay, nan where it is missing, and by how much it must grow.
    case number([Double], step: Double, stepText: String)
  }

  /// A fit with more effects than this nobody reads.
  static let mostLevels = 12
  private static let mostLevelsWhenChosen = 50
  /// A number that keeps step with the stay is a consequence of staying.
  private static let growthLimit = 0.5
}

/// Why a column is no factor.
struct UnfitFactor: Error {
  let name: String
  /// Goes on from the name: `has 40 levels`.
  let reason: String
}

extension HazardFactor {
  /// `column` holds a value for each row of the input.
  init(
    _ key: GroupKey, _ column: Column, _ stays: StayTimes, _ specification: HazardSpecification
  ) throws(UnfitFactor) {
    let name = key.field.name
    self.name = name
    let present = stays.rows.count { !column.isMissing($0) }
    guard present > 0 else { throw UnfitFactor(name: name, reason: "has no value") }
    let numbers = column.type.isNumeric ? stays.rows.map { column[$0].number ?? .nan } : []
    if column.type.isNumeric, !numbers.allSatisfy({ $0 == 0 || $0 == 1 }) {
      kind = try HazardFactor.number(
        name, numbers, areWhole: column.type == .integer, stays, specification)
      reference = ""
    } else {
      let (levels, codes) = try HazardFactor.levels(name, column, stays, specification)
      kind = .levels(levels, codes: codes)
      reference = column.type == .text ? levels[0] : "\(name) \(levels[0])"
    }
  }

  private static func levels(
    _ name: String, _ column: Column, _ stays: StayTimes, _ specification: HazardSpecification
  ) throws(UnfitFactor) -> ([String], [Int]) {
    let codes = ValueCodes(column, rows: stays.rows)
    let most = specification.areChosen ? mostLevelsWhenChosen : mostLevels
    guard codes.count >= 2 else { throw UnfitFactor(name: name, reason: "has a single level") }
    guard codes.count <= most else {
      throw UnfitFactor(name: name, reason: "has \(codes.count) levels, more than \(most)")
    }
    var sizes = [Int](repeating: 0, count: codes.count)
    for code in codes.codes { sizes[code] += 1 }
    let values = codes.sampleRows.map { column[$0] }
    let ranking = KeyRanking(values, weights: sizes)
    // Numbers, dates and yes or no keep their order: no comes before yes, 0 before 1.
    let order = values.indices.sorted { ranking.rank(values[$0]) < ranking.rank(values[$1]) }
    var places = [Int](repeating: 0, count: order.count)
    for (place, code) in order.enumerated() { places[code] = place }
    return (order.map { keyText(values[$0]) }, codes.codes.map { places[$0] })
  }

  private static func number(
    _ name: String, _ numbers: [Double], areWhole: Bool, _ stays: StayTimes,
    _ specification: HazardSpecification
  ) throws(UnfitFactor) -> Kind {
    let known = numbers.filter(\.isFinite)
    let spread = standardDeviation(known)
    guard known.count > 1, spread > 0, spread.isFinite else {
      throw UnfitFactor(name: name, reason: "does not vary")
    }
    if !specification.areChosen, let growth = growth(numbers, stays), growth > growthLimit {
      throw UnfitFactor(
        name: name,
        reason: "grows with the stay: among those still here its correlation with the length is "
          + figure(growth))
    }
    switch specification.step {
    case .unit: return .number(numbers, step: 1, stepText: "per 1")
    case .sd:
      return .number(numbers, step: spread, stepText: "per sd (\(figure(spread)))")
    case .round:
      let step = areWhole ? max(1, roundStep(below: spread)) : roundStep(below: spread)
      return .number(numbers, step: step, stepText: "per \(figure(step))")
    }
  }

  /// The correlation of a number with the length of stay of those who are still here.
  private static func growth(_ numbers: [Double], _ stays: StayTimes) -> Double? {
    let lengths = stays.values
    let open = numbers.indices.filter { !stays.isExit[$0] && numbers[$0].isFinite }
    guard open.count >= 30 else { return nil }
    let (x, y) = (open.map { numbers[$0] }, open.map { lengths[$0] })
    let (sx, sy) = (standardDeviation(x), standardDeviation(y))
    guard sx > 0, sy > 0 else { return nil }
    let n = Double(open.count)
    let (mx, my) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    let product = zip(x, y).reduce(0) { $0 + ($1.0 - mx) * ($1.1 - my) }
    return product / ((n - 1) * sx * sy)
  }
}

/// The sample standard deviation (n - 1); 0 of fewer than two numbers.
private func standardDeviation(_ numbers: [Double]) -> Double {
  guard numbers.count > 1 else { return 0 }
  let mean = numbers.reduce(0, +) / Double(numbers.count)
  let sum = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return (sum / Double(numbers.count - 1)).squareRoot()
}

/// The largest of 1, 2, 5 times a power of ten that is not above a number.
private func roundStep(below number: Double) -> Double {
  var power = 1.0
  while power * 10 <= number { power *= 10 }
  while power > number { power /= 10 }
  return [5, 2, 1].first { $0 * power <= number }.map { $0 * power } ?? power
}
