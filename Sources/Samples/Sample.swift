/// Data that the program makes itself, as the bytes of a file, so that reading it exercises every
/// guess that a file from outside would.
package struct Sample: Sendable {
  /// The word after `load sample`.
  package let name: String
  /// What it is, in one lower-case clause.
  package let summary: String
  package let options: [SampleOption]
  private let make: @Sendable (SampleChoices) throws(SampleError) -> [UInt8]

  init(
    _ name: String, summary: String, options: [SampleOption],
    make: @escaping @Sendable (SampleChoices) throws(SampleError) -> [UInt8]
  ) {
    self.name = name
    self.summary = summary
    self.options = options
    self.make = make
  }

  /// The bytes of the file: the same on every machine for the same choices. What is not chosen is
  /// as planted. Throws where a value cannot be used.
  package func bytes(_ choices: SampleChoices = SampleChoices()) throws(SampleError) -> [UInt8] {
    try make(choices)
  }

  /// All samples, by name.
  package static let all: [Sample] = [.gym, .shop]

  /// The sample of this name, in any case.
  package static func named(_ name: String) -> Sample? {
    all.first { $0.name == name.lowercased() }
  }
}

/// Something about a sample that can be chosen.
package struct SampleOption: Hashable, Sendable {
  package let name: String
  package let kind: Kind
  package let summary: String

  package enum Kind: Hashable, Sendable {
    case whole(ClosedRange<Int>)
    /// 0 to 5: how strong an effect is, 1 as planted.
    case strength
    case word([String])
  }

  init(_ name: String, _ kind: Kind, _ summary: String) {
    self.name = name
    self.kind = kind
    self.summary = summary
  }

  /// How many rows; the same for all samples.
  static func size(usually rows: Int) -> SampleOption {
    SampleOption("size", .whole(1...200_000), "how many rows a sample has, usually \(rows)")
  }

  static let seed = SampleOption(
    "seed", .whole(0...9_007_199_254_740_992), "which of the possible samples, usually 1")
}

/// The values chosen for the options of a sample, by name.
package struct SampleChoices: Sendable {
  private var numbers: [String: Double] = [:]
  private var words: [String: String] = [:]

  package init() {}

  package mutating func choose(_ name: String, _ value: Double) { numbers[name] = value }
  package mutating func choose(_ name: String, _ word: String) { words[name] = word }

  /// The whole number chosen for an option.
  func whole(_ name: String, usually standard: Int) throws(SampleError) -> Int {
    guard let value = numbers[name] else { return standard }
    guard let whole = Int(exactly: value), whole >= 0 else {
      throw SampleError(option: name, message: "\(name) takes a whole number, 0 or more")
    }
    return whole
  }

  func strength(_ name: String) -> Strength { numbers[name].map { Strength($0) } ?? .planted }

  func word<Word: RawRepresentable<String>>(_ name: String, usually standard: Word) -> Word {
    words[name].flatMap { Word(rawValue: $0.lowercased()) } ?? standard
  }
}

/// A choice that a sample cannot be made with.
package struct SampleError: Error, Hashable {
  package let option: String
  package let message: String
}
