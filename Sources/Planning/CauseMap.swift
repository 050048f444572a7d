import Texts

/// What lies behind a reason of leaving.
package enum Cause: String, CaseIterable, Hashable, Sendable {
  /// What the firm did or left undone.
  case us
  case competitor
  /// What neither side could change.
  case circumstances
  /// Price or budget.
  case price
  /// Somebody whom the firm should not have won.
  case target
  /// Nobody knows: no reason, or words that say so.
  case unknown
}

/// Which cause stands behind which words, and whether the firm wanted the loss.
package struct CauseMap: Hashable, Sendable {
  /// The first rule that fits a reason decides.
  package var rules: [Rule]
  /// Whose map it is: the program's own, or the path of a file as it was written.
  package var origin: String

  package init(rules: [Rule], origin: String) {
    self.rules = rules
    self.origin = origin
  }

  package struct Rule: Hashable, Sendable {
    package var cause: Cause
    package var isWanted: Bool
    /// Phrases as they were written.
    package var words: [String]

    package init(_ cause: Cause, wanted: Bool, words: [String]) {
      self.cause = cause
      isWanted = wanted
      self.words = words
    }
  }

  /// What a rule says of a reason.
  package struct Entry: Hashable, Sendable {
    package var cause: Cause
    package var isWanted: Bool
    /// The phrase that fitted.
    package var phrase: String

    package init(cause: Cause, isWanted: Bool, phrase: String) {
      self.cause = cause
      self.isWanted = isWanted
      self.phrase = phrase
    }
  }

  /// What the first rule that fits says; nil where none does. A phrase fits where its words stand
  /// in the reason one after the other, whatever their case, accents and signs between them; a `*`
  /// at the end of a word stands for any ending.
  package func entry(for reason: String) -> Entry? {
    let tokens = CauseMap.tokens(reason)
    for rule in rules {
      for phrase in rule.words where CauseMap.fits(CauseMap.tokens(phrase), tokens) {
        return Entry(cause: rule.cause, isWanted: rule.isWanted, phrase: phrase)
      }
    }
    return nil
  }

  /// The words of a text in small letters without accents, a `*` kept at the end of each.
  package static func tokens(_ text: String) -> [[UInt8]] {
    Array(folded(text).utf8)
      .split { !(isWordByte($0) || $0 == UInt8(ascii: "*")) }.map(Array.init)
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private static func fits(_ phrase: [[UInt8]], _ reason: [[UInt8]]) -> Bool {
    guard !phrase.isEmpty, phrase.count <= reason.count else { return false }
    return (0...reason.count - phrase.count).contains { start in
      zip(phrase, reason[start...]).allSatisfy { pattern, word in
        pattern.last == UInt8(ascii: "*")
          ? word.starts(with: pattern.dropLast()) : word == pattern
      }
    }
  }

  /// The map with a rule in front of the others.
  package func adding(_ rules: [Rule]) -> CauseMap {
    CauseMap(rules: rules + self.rules, origin: origin)
  }

  /// As the file that gives this map.
  package var yaml: String {
    if self == .standard { return CauseMap.standardText }
    return rules.map { rule in
      "- cause: \(rule.cause.rawValue)\n  wanted: \(rule.isWanted ? "yes" : "no")\n  words: ["
        + rule.words.map(CauseMap.written).joined(separator: ", ") + "]\n"
    }.joined()
  }

  /// A phrase as a scalar of the file: in quotes unless it is plain letters.
  private static func written(_ phrase: String) -> String {
    let isPlain = phrase.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0 == " " || $0 == "*"
    }
    let words = ["yes", "no", "true", "false", "null", "on", "off", "y", "n"]
    if isPlain, phrase.first?.isLetter == true, !words.contains(phrase.lowercased()) {
      return phrase
    }
    return "'" + phrase.replacing("'", with: "''") + "'"
  }
}

extension CauseMap {
  /// The map that the program brings with it.
  package static let standard: CauseMap = {
    do throws(CauseMapError) {
      return try CauseMap(yaml: standardText, origin: "the program's own map")
    } catch {
      preconditionFailure("the program's own map of causes cannot be read: \(error.message)")
    }
  }()
}
