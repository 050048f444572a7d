import Columns
import Planning

/// The reasons of some rows, spellings brought together, with what the map of causes says of each.
///
/// A reason is trimmed, its case folded and blanks inside it made one. Rows without one, and those
/// whose words the map says to mean nothing, are one reason, `unknown`.
struct ReasonBook {
  struct Reason {
    var name: String
    /// Nil where the map has no rule for it.
    var entry: CauseMap.Entry?
    var isUnknown = false
  }

  private(set) var reasons: [Reason] = []
  /// The reason of each of the rows, in their order.
  private(set) var codes: [Int] = []
  /// How many rows have no reason at all.
  private(set) var blanks = 0
  /// What else stands for `unknown`, and how often, in order of first appearance.
  private(set) var unknownWords: [(words: String, count: Int)] = []
  /// How many spellings came together in another.
  private(set) var joinedSpellings = 0

  static let unknownName = "unknown"

  private let causes: CauseMap
  private var numbers: [String: Int] = [:]
  private var unknown: Int?
  private var unknownPlaces: [String: Int] = [:]

  /// What is said of blanks and unknown words is about the first `told` rows.
  init(
    _ column: Column, rows: some RandomAccessCollection<Int>, causes: CauseMap, told: Int = .max
  ) {
    self.causes = causes
    codes.reserveCapacity(rows.count)
    let values = ValueCodes(column, rows: rows)
    let read = values.sampleRows.map { ReasonBook.normalised(column[$0]) }
    var places = [Place?](repeating: nil, count: read.count)
    for (index, code) in values.codes.enumerated() {
      let place = places[code] ?? place(of: read[code])
      places[code] = place
      codes.append(place.reason)
      if index < told { count(place) }
    }
    unknownWords.removeAll { $0.count == 0 }
    let spellings = places.count { place in
      place.map { !reasons[$0.reason].isUnknown } ?? false
    }
    joinedSpellings = spellings - reasons.count { !$0.isUnknown }
  }

  private struct Place {
    var reason: Int
    /// Of the words that stand for `unknown`; -1 for none at all, nil for other reasons.
    var unknownWords: Int?
  }

  /// Trimmed and in small letters, one blank between words; nil where nothing is left.
  static func normalised(_ value: Value) -> String? {
    guard let text = plainText(value) else { return nil }
    let words = text.split(whereSeparator: \.isWhitespace)
    return words.isEmpty ? nil : words.joined(separator: " ").lowercased()
  }

  private mutating func place(of name: String?) -> Place {
    guard let name else { return Place(reason: unknownReason(), unknownWords: -1) }
    if let number = numbers[name] { return Place(reason: number, unknownWords: nil) }
    let entry = causes.entry(for: name)
    if entry?.cause == .unknown {
      if unknownPlaces[name] == nil {
        unknownPlaces[name] = unknownWords.count
        unknownWords.append((name, 0))
      }
      return Place(reason: unknownReason(), unknownWords: unknownPlaces[name])
    }
    numbers[name] = reasons.count
    reasons.append(Reason(name: name, entry: entry))
    return Place(reason: reasons.count - 1, unknownWords: nil)
  }

  private mutating func count(_ place: Place) {
    guard let words = place.unknownWords else { return }
    if words < 0 { blanks += 1 } else { unknownWords[words].count += 1 }
  }

  private mutating func unknownReason() -> Int {
    if let unknown { return unknown }
    let entry = CauseMap.Entry(cause: .unknown, isWanted: false, phrase: "")
    reasons.append(Reason(name: ReasonBook.unknownName, entry: entry, isUnknown: true))
    unknown = reasons.count - 1
    return reasons.count - 1
  }
}

extension ReasonBook.Reason {
  var cause: Value { entry.map { .text($0.cause.rawValue) } ?? .missing }
  var isWanted: Value { entry.map { .boolean($0.isWanted) } ?? .missing }
}

/// Most first, then by name; what nobody knows last among equals.
func precedes(_ left: (ReasonBook.Reason, Int), _ right: (ReasonBook.Reason, Int)) -> Bool {
  if left.1 != right.1 { return left.1 > right.1 }
  if left.0.isUnknown != right.0.isUnknown { return right.0.isUnknown }
  return left.0.name.utf8.lexicographicallyPrecedes(right.0.name.utf8)
}
