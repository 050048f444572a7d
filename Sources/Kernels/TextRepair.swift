import CKernels

/// How the bytes beyond ASCII of a text fit together as UTF-8.
package struct UTF8Tally: Sendable {
  /// Well-formed sequences of several bytes.
  package var multibyte = 0
  /// Bytes that belong to none.
  package var invalid = 0
  /// Of these, bytes A4 and those from 80 to 9F, which tell one old encoding from another.
  package var invalidA4 = 0
  package var invalidControls = 0
  /// Where the first few of them stand.
  package var firstInvalid: [Int] = []

  package init() {}
}

extension TextPiece {
  /// Looks at the bytes beyond ASCII.
  package func tallyUTF8() -> UTF8Tally {
    var tally = UTF8Tally()
    let all = unsafe Span(_unsafeStart: UnsafePointer(text), count: count)
    var place = unsafe ck_next_high(text, 0, count)
    while place < count {
      let length = utf8Length(all, at: place)
      if length == 0 {
        tally.invalid += 1
        let byte = all[place]
        if byte == 0xA4 { tally.invalidA4 += 1 }
        if byte < 0xA0 { tally.invalidControls += 1 }
        if tally.firstInvalid.count < 5 { tally.firstInvalid.append(place) }
      } else {
        tally.multibyte += 1
      }
      place += max(1, length)
      // Letters beyond ASCII often follow each other.
      if place < count, unsafe text[place] < 0x80 {
        place = unsafe ck_next_high(text, place, count)
      }
    }
    return tally
  }

  /// Puts other bytes in the place of the text. Marks have to be found again.
  package func replace(with bytes: [UInt8]) {
    clear()
    append(bytes[...])
  }
}

/// The length of the well-formed UTF-8 sequence here, or 0 (Unicode standard, table 3-7).
package func utf8Length(_ bytes: Span<UInt8>, at position: Int) -> Int {
  let first = bytes[position]
  if first < 0x80 { return 1 }
  var second: ClosedRange<UInt8> = 0x80...0xBF
  let length: Int
  switch first {
  case 0xC2...0xDF: length = 2
  case 0xE0: (length, second) = (3, 0xA0...0xBF)
  case 0xED: (length, second) = (3, 0x80...0x9F)
  case 0xE1...0xEF: length = 3
  case 0xF0: (length, second) = (4, 0x90...0xBF)
  case 0xF1...0xF3: length = 4
  case 0xF4: (length, second) = (4, 0x80...0x8F)
  default: return 0
  }
  guard position + length <= bytes.count, second.contains(bytes[position + 1]) else { return 0 }
  var offset = 2
  while offset < length {
    if bytes[position + offset] & 0xC0 != 0x80 { return 0 }
    offset += 1
  }
  return length
}
