/// Short texts that stand for something other than themselves, whatever their case.
enum ShortWord {
  /// Missing in a column of any type.
  case missing
  /// `NA`: missing, but for columns of two-letter codes, where it is one (Naples, Namibia).
  case notAvailable
  /// Missing unless the column is text.
  case missingUnlessText
  /// `unknown`: the same, but of identifiers it is one more text.
  case unknown
  case notFinite
  case yes
  case no
  /// `y`, `s`, `t`: means yes where its counterpart is there too.
  case yesLetter
  case noLetter

  /// Nil where the cell is an ordinary text or number.
  @inline(__always)
  static func of(_ cell: Span<UInt8>) -> ShortWord? {
    guard (1...12).contains(cell.count), cell[0] &- 0x30 >= 10,
      lengthsByFirstByte[Int(cell[0])] >> cell.count & 1 != 0
    else { return nil }
    return lookUp(cell)
  }

  /// Whether some short word with this many bytes begins with this one.
  static func canBegin(with first: UInt8, count: Int) -> Bool {
    count <= 8 && lengthsByFirstByte[Int(first)] >> count & 1 != 0
  }

  private static func lookUp(_ cell: Span<UInt8>) -> ShortWord? {
    var key: UInt128 = 0
    for index in cell.indices {
      let byte = cell[index]
      let isCapital = byte &- UInt8(ascii: "A") < 26
      key = key << 8 | UInt128(isCapital ? byte | 0x20 : byte)
    }
    return shortWords[key]
  }
}

/// For every first byte the lengths that words beginning with it have, as bits.
private let lengthsByFirstByte: [UInt16] = {
  var lengths = [UInt16](repeating: 0, count: 256)
  for key in shortWords.keys {
    let count = (128 - key.leadingZeroBitCount + 7) / 8
    let first = Int(key >> UInt128(8 * (count - 1)))
    lengths[first] |= 1 << count
    if (0x61...0x7A).contains(first) { lengths[first - 0x20] |= 1 << count }
  }
  return lengths
}()

private let shortWords: [UInt128: ShortWord] = {
  let groups: [(ShortWord, [String])] = [
    (.missing, ["null", "\\n", "(null)"]),
    (.notAvailable, ["na"]),
    (
      .missingUnlessText,
      [
        "n/a", "#n/a", "#n/d", "none", "-", "--", "—", "–", ".", "?", "n.d.", "n.d", "nd", "n/d",
        "n.a.", "nil", "missing", "#value!", "#valore!", "#ref!", "#rif!", "#div/0!", "#num!",
        "#name?", "nat",
      ]
    ),
    (
      .unknown,
      [
        "unknown", "sconosciuto", "sconosciuta", "ignoto", "inconnu", "inconnue", "unbekannt",
        "desconocido",
      ]
    ),
    (
      .notFinite,
      ["nan", "-nan", "inf", "-inf", "+inf", "infinity", "∞", "-∞"]
    ),
    (
      .yes,
      [
        "true", "yes", "si", "sì", "sÌ", "sí", "sÍ", "vero", "oui", "ja", "wahr", "vrai",
        "verdadero", "sim", "verdadeiro",
      ]
    ),
    (.no, ["false", "no", "falso", "non", "nein", "falsch", "faux", "não"]),
    (.yesLetter, ["y", "s", "t", "v"]),
    (.noLetter, ["n", "f"]),
  ]
  var words: [UInt128: ShortWord] = [:]
  for (meaning, texts) in groups {
    for text in texts {
      words[text.utf8.reduce(0) { $0 << 8 | UInt128($1) }] = meaning
    }
  }
  return words
}()
