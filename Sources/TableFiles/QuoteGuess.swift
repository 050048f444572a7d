let quotationMark = UInt8(ascii: "\"")
let apostrophe = UInt8(ascii: "'")

/// The sign around texts: `"`, unless cells in apostrophes, each closed right before a separator or a
/// line end, stand in every other record of the head at least, and none in `"`.
func guessQuote(_ bytes: Span<UInt8>, from start: Int, separator: UInt8?) -> UInt8 {
  let end = min(bytes.count, start + 1 << 16)
  guard (start..<end).contains(where: { bytes[$0] == apostrophe }) else { return quotationMark }
  var scan = ApostropheScan(
    separator: separator ?? guessSeparator(bytes, from: start, quote: apostrophe).separator)
  scan.read(bytes, start..<end)
  return scan.areQuotes ? apostrophe : quotationMark
}

/// What a file shows if apostrophes stand around its texts.
private struct ApostropheScan {
  let separator: UInt8
  private var closed = 0
  private var speaksAgainst = false
  private var records = 0
  private var recordsWithThem = 0
  private var hasThem = false

  init(separator: UInt8) { self.separator = separator }

  var areQuotes: Bool { !speaksAgainst && closed >= 2 && recordsWithThem * 2 >= records }

  mutating func read(_ bytes: Span<UInt8>, _ range: Range<Int>) {
    var place = range.lowerBound
    var recordStart = place
    while place < range.upperBound, !speaksAgainst {
      while place < range.upperBound, bytes[place] == blank, separator != blank { place += 1 }
      guard place < range.upperBound else { return }
      if bytes[place] == quotationMark { speaksAgainst = true }
      if bytes[place] == apostrophe {
        guard let behind = endOfQuoted(bytes, place, range.upperBound) else { return }
        place = behind
      }
      while place < range.upperBound, !isEnd(bytes[place]) { place += 1 }
      guard place < range.upperBound else { return }
      if bytes[place] != separator {
        // Blank lines, and what stands between CR and LF, are no records.
        if place > recordStart { endRecord() }
        recordStart = place + 1
      }
      place += 1
    }
  }

  private mutating func endRecord() {
    records += 1
    if hasThem { recordsWithThem += 1 }
    hasThem = false
  }

  private func isEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == lineFeed || byte == carriageReturn
  }

  /// Behind the apostrophe that closes the one here; nil where the text ends before it.
  private mutating func endOfQuoted(_ bytes: Span<UInt8>, _ opening: Int, _ end: Int) -> Int? {
    var place = opening + 1
    while place < end {
      if bytes[place] == apostrophe {
        place += 1
        guard place < end, bytes[place] == apostrophe else { break }
      }
      place += 1
    }
    var behind = place
    while behind < end, bytes[behind] == blank, separator != blank { behind += 1 }
    if behind < end {
      if isEnd(bytes[behind]) {
        closed += 1
        hasThem = true
      } else {
        speaksAgainst = true
      }
    }
    return behind < end ? place : nil
  }
}

/// The sign around texts that a word means: a name or the character itself; nil where it is neither.
package func quote(named word: String) -> UInt8? {
  switch word.lowercased() {
  case "apostrophe", "apostrophes": apostrophe
  case "quotes", "quote": quotationMark
  default: word.utf8.count == 1 ? word.utf8.first : nil
  }
}
