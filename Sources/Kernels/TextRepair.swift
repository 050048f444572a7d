import CKernels
import Glibc

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

/// Looks at the bytes beyond ASCII.
package func tallyUTF8(_ bytes: Span<UInt8>) -> UTF8Tally {
  var tally = UTF8Tally()
  unsafe bytes.withUnsafeBufferPointer { text in
    guard let start = text.baseAddress else { return }
    var place = unsafe ck_next_high(start, 0, text.count)
    while place < text.count {
      let length = utf8Length(bytes, at: place)
      if length == 0 {
        tally.invalid += 1
        let byte = bytes[place]
        if byte == 0xA4 { tally.invalidA4 += 1 }
        if byte < 0xA0 { tally.invalidControls += 1 }
        if tally.firstInvalid.count < 5 { tally.firstInvalid.append(place) }
      } else {
        tally.multibyte += 1
      }
      place += max(1, length)
      // Letters beyond ASCII often follow each other.
      if place < text.count, unsafe start[place] < 0x80 {
        place = unsafe ck_next_high(start, place, text.count)
      }
    }
  }
  return tally
}

extension TextPiece {
  /// Looks at the bytes beyond ASCII.
  package func tallyUTF8() -> UTF8Tally { withText { Kernels.tallyUTF8($0) } }

  /// Puts other bytes in the place of the text. Marks have to be found again.
  package func replace(with bytes: [UInt8]) {
    clear()
    append(bytes[...])
  }
}

/// Bytes that are a letter each as UTF-8. `scalars` has the 128 letters from 80 on, all below U+10000.
package func transcoded(singleBytes bytes: Span<UInt8>, scalars: [UInt16]) -> [UInt8] {
  unsafe Array(unsafeUninitializedCapacity: 3 * bytes.count) { memory, count in
    guard bytes.count > 0, let target = memory.baseAddress else { return }
    count = unsafe transcode(bytes, scalars, to: target)
  }
}

extension TextPiece {
  /// Puts a text of letters of a byte each into UTF-8. Marks have to be found again.
  package func transcode(singleBytes scalars: [UInt16]) {
    unsafe replace(atMost: 3 * count) { text, target in
      unsafe Kernels.transcode(text, scalars, to: target)
    }
  }
}

/// How many bytes were written, at most three a letter.
private func transcode(
  _ bytes: Span<UInt8>, _ scalars: [UInt16], to target: UnsafeMutablePointer<UInt8>
) -> Int {
  unsafe bytes.withUnsafeBufferPointer { source in
    guard let text = source.baseAddress else { return 0 }
    var (place, count) = (0, 0)
    while place < source.count {
      let next = unsafe ck_next_high(text, place, source.count)
      unsafe memcpy(target + count, text + place, next - place)
      count += next - place
      place = next
      while place < source.count, unsafe text[place] >= 0x80 {
        count += unsafe writeUTF8(UInt32(scalars[Int(text[place]) - 0x80]), to: target + count)
        place += 1
      }
    }
    return count
  }
}

/// Text in UTF-16 as UTF-8, half of a pair of surrogates that stands alone as U+FFFD. A byte behind the
/// last whole unit is left out.
package func transcoded(utf16 bytes: Span<UInt8>, isBigEndian: Bool) -> [UInt8] {
  let units = bytes.count / 2
  return unsafe Array(unsafeUninitializedCapacity: 3 * units) { memory, count in
    guard units > 0, let target = memory.baseAddress else { return }
    unsafe bytes.withUnsafeBufferPointer { source in
      guard let text = source.baseAddress else { return }
      func unit(_ place: Int) -> UInt32 {
        let (first, second) = unsafe (UInt32(text[2 * place]), UInt32(text[2 * place + 1]))
        return isBigEndian ? first << 8 | second : second << 8 | first
      }
      var place = 0
      while place < units {
        let plain = unsafe ck_narrow_utf16(
          text + 2 * place, units - place, isBigEndian ? 1 : 0, target + count)
        place += plain
        count += plain
        guard place < units else { break }
        var scalar = unit(place)
        place += 1
        if scalar & 0xF800 == 0xD800 {
          if scalar < 0xDC00, place < units, unit(place) & 0xFC00 == 0xDC00 {
            scalar = 0x10000 + (scalar & 0x3FF) << 10 + unit(place) & 0x3FF
            place += 1
          } else {
            scalar = 0xFFFD
          }
        }
        count += unsafe writeUTF8(scalar, to: target + count)
      }
    }
  }
}

/// Writes a letter and tells how many bytes it has.
private func writeUTF8(_ scalar: UInt32, to target: UnsafeMutablePointer<UInt8>) -> Int {
  let length = scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x10000 ? 3 : 4
  var rest = scalar
  for index in stride(from: length - 1, to: 0, by: -1) {
    unsafe target[index] = UInt8(truncatingIfNeeded: 0x80 | rest & 0x3F)
    rest >>= 6
  }
  let lead: UInt32 = length == 1 ? 0 : length == 2 ? 0xC0 : length == 3 ? 0xE0 : 0xF0
  unsafe target[0] = UInt8(truncatingIfNeeded: lead | rest)
  return length
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
