/// Cells of numbers and dates in few bytes, from which their text can be made again exactly.
///
/// A packed cell is a value in the usual way of writing, or stands for no text, or for the number of a
/// word: any other text.
enum PackedNumber {
  /// In the lowest two bits.
  static let isWord: Int64 = 1
  static let empty: Int64 = 2

  @inline(__always) static func make(_ digits: Int64, fraction: Int) -> Int64 {
    digits << 6 | Int64(truncatingIfNeeded: fraction) << 2
  }

  @inline(__always) static func make(word code: UInt32) -> Int64 { Int64(code) << 6 | isWord }
  /// Of a cell without a number: the number of its word, or -1 where it has no text.
  @inline(__always) static func wordOrEmpty(_ cell: Int64) -> Int? {
    if cell & 3 == 0 { return nil }
    return cell == empty ? -1 : Int(digits(cell))
  }
  @inline(__always) static func isNumber(_ cell: Int64) -> Bool { cell & 3 == 0 }
  /// All digits, without the decimal mark; or the number of the word.
  @inline(__always) static func digits(_ cell: Int64) -> Int64 { cell >> 6 }
  @inline(__always) static func fraction(_ cell: Int64) -> Int {
    Int(truncatingIfNeeded: cell >> 2 & 15)
  }

  /// A number of up to 17 digits without leading zeros, with or without digits behind `mark`; nil
  /// where the text is none.
  @inline(__always)
  static func read(_ text: UnsafePointer<UInt8>, _ count: Int, mark: UInt8) -> Int64? {
    let isNegative = unsafe text[0] == 0x2D
    let start = isNegative ? 1 : 0
    let length = count &- start
    guard length > 0, length <= 18 else { return nil }
    if length <= 8 { return unsafe readShort(text + start, length, mark: mark, isNegative) }
    return unsafe readLong(text + start, length, mark: mark, isNegative)
  }

  /// Up to eight bytes at once: the mark taken out, then digits by three multiplications.
  @inline(__always)
  private static func readShort(
    _ text: UnsafePointer<UInt8>, _ length: Int, mark: UInt8, _ isNegative: Bool
  ) -> Int64? {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let free = UInt64(truncatingIfNeeded: 64 &- 8 &* length)
    var word = unsafe UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
    let first = UInt8(truncatingIfNeeded: word)
    let second = UInt8(truncatingIfNeeded: word &>> 8)
    word = word &<< free
    let difference = word ^ (UInt64(mark) &* ones)
    // The lowest bit is that of the first byte that equals the mark.
    let isMark = (difference &- ones) & ~difference & (ones &<< 7)
    var fraction: UInt64 = 0
    var filled = free
    if isMark != 0 {
      let place = UInt64(truncatingIfNeeded: isMark.trailingZeroBitCount) & 56
      // Neither "5." nor ".5", whose digits alone would not tell how they were written.
      if place == 56 || place == free { return nil }
      let before = (1 &<< place) &- 1
      word = ((word & before) &<< 8) | (word & ~(before &<< 8 | 0xFF))
      fraction = 7 &- place &>> 3
      filled = free &+ 8
    }
    word |= (ones &* 0x30) & ((1 &<< filled) &- 1)
    word ^= ones &* 0x30
    guard ((word &+ ones &* 0x76) | word) & (ones &<< 7) == 0 else { return nil }
    if first == 0x30, length > 1, second != mark { return nil }
    word = (word &* 10) &+ (word &>> 8)
    let high = (word & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
    let other = (word &>> 16 & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
    let digits = Int64(truncatingIfNeeded: (high &+ other) &>> 32)
    if isNegative, digits == 0 { return nil }
    return (isNegative ? 0 &- digits : digits) &<< 6 | Int64(truncatingIfNeeded: fraction &<< 2)
  }

  @inline(never)
  private static func readLong(
    _ text: UnsafePointer<UInt8>, _ length: Int, mark: UInt8, _ isNegative: Bool
  ) -> Int64? {
    var digits: Int64 = 0
    var place = -1
    for index in 0..<length {
      let digit = unsafe text[index] &- 0x30
      if digit < 10 {
        // At most 18 digits, which fit.
        digits = digits &* 10 &+ Int64(digit)
      } else if unsafe text[index] == mark, place < 0, index > 0 {
        place = index
      } else {
        return nil
      }
    }
    let fraction = place < 0 ? 0 : length - 1 - place
    let count = place < 0 ? length : length - 1
    guard count <= 17, fraction <= 15, place != length - 1, digits != 0 || !isNegative else {
      return nil
    }
    if unsafe text[0] == 0x30, place != 1 { return nil }
    return make(isNegative ? -digits : digits, fraction: fraction)
  }

  /// The text that was read.
  static func text(_ cell: Int64, mark: UInt8) -> [UInt8] {
    let digits = digits(cell)
    let fraction = fraction(cell)
    var text = Array(String(digits.magnitude).utf8)
    while text.count <= fraction { text.insert(0x30, at: 0) }
    if fraction > 0 { text.insert(mark, at: text.count - fraction) }
    return digits < 0 ? [0x2D] + text : text
  }
}

/// How the dates of a column are mostly written, each number with all its digits.
package struct DateStyle: Hashable, Sendable {
  package var isYearFirst: Bool
  package var separator: UInt8
  /// What stands before a time of day `hh:mm:ss`; nil where there is none.
  package var timeSeparator: UInt8?

  package init(isYearFirst: Bool, separator: UInt8, timeSeparator: UInt8? = nil) {
    self.isYearFirst = isYearFirst
    self.separator = separator
    self.timeSeparator = timeSeparator
  }
}

/// A date as its three numbers, whether they make a day or not: those that came first and second
/// keep their places.
package struct PackedDate: Hashable, Sendable {
  /// Numbers below 4096, 16 and 32 in one; `limit` is beyond all of them.
  package static let limit = 1 << 21
  package var code: Int

  package init(code: Int) { self.code = code }

  package var year: Int { code >> 9 }
  /// The month where the year comes first; the second number otherwise.
  package var second: Int { code >> 5 & 15 }
  /// The day where the year comes first; the first number otherwise.
  package var third: Int { code & 31 }

  static let empty: Int32 = -1
  @inline(__always) static func make(word code: UInt32) -> Int32 {
    -2 &- Int32(truncatingIfNeeded: code)
  }
  @inline(__always) static func word(_ cell: Int32) -> Int { Int(-2 &- cell) }

  /// Ten bytes; -1 where they are no date in this style.
  @inline(__always)
  static func read(_ text: UnsafePointer<UInt8>, isYearFirst: Bool, separator: UInt8) -> Int32 {
    let word = unsafe UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
    let ninth = unsafe UInt32(text[8] ^ 0x30)
    let tenth = unsafe UInt32(text[9] ^ 0x30)
    let mark = UInt64(separator)
    let pattern: UInt64 =
      isYearFirst
      ? 0x0030_3000_3030_3030 | mark << 32 | mark << 56
      : 0x3030_0030_3000_3030 | mark << 16 | mark << 40
    let digits = word ^ pattern
    let marks: UInt64 = isYearFirst ? 0xFF00_00FF_0000_0000 : 0x0000_FF00_00FF_0000
    // All that is wrong comes to bits above the lowest, so that one question at the end is enough.
    let odd = ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 | digits & marks
    @inline(__always) func two(_ shift: UInt64) -> UInt32 {
      UInt32(truncatingIfNeeded: digits &>> shift & 15) &* 10
        &+ UInt32(truncatingIfNeeded: digits &>> (shift &+ 8) & 15)
    }
    let year: UInt32
    let second: UInt32
    let third: UInt32
    if isYearFirst {
      year = two(0) &* 100 &+ two(16)
      second = two(40)
      third = ninth &* 10 &+ tenth
    } else {
      year = two(48) &* 100 &+ ninth &* 10 &+ tenth
      second = two(24)
      third = two(0)
    }
    let isRight =
      (odd == 0 ? 1 : 0) & (ninth < 10 ? 1 : 0) & (tenth < 10 ? 1 : 0) & (year < 4096 ? 1 : 0)
      & (second < 16 ? 1 : 0) & (third < 32 ? 1 : 0)
    let date = Int32(truncatingIfNeeded: year &<< 9 | second &<< 5 | third)
    return isRight != 0 ? date : -1
  }

  /// The text that was read.
  package func text(_ style: DateStyle) -> [UInt8] {
    func digits(_ number: Int, _ width: Int) -> [UInt8] {
      var text = Array(String(number).utf8)
      while text.count < width { text.insert(0x30, at: 0) }
      return text
    }
    let (y, s, t) = (digits(year, 4), digits(second, 2), digits(third, 2))
    let mark = [style.separator]
    return style.isYearFirst ? y + mark + s + mark + t : t + mark + s + mark + y
  }
}

/// A date with the seconds since midnight.
enum PackedInstant {
  static let empty: Int64 = -1
  @inline(__always) static func make(_ date: Int32, seconds: Int32) -> Int64 {
    Int64(date) << 17 | Int64(seconds)
  }
  @inline(__always) static func make(word code: UInt32) -> Int64 { -2 &- Int64(code) }
  @inline(__always) static func word(_ cell: Int64) -> Int { Int(-2 &- cell) }
  /// Of a cell without an instant: the number of its word, or -1 where it has no text.
  @inline(__always) static func wordOrEmpty(_ cell: Int64) -> Int? {
    if cell >= 0 { return nil }
    return cell == empty ? -1 : word(cell)
  }
  @inline(__always) static func date(_ cell: Int64) -> Int { Int(truncatingIfNeeded: cell >> 17) }
  @inline(__always) static func seconds(_ cell: Int64) -> Int64 { cell & 0x1FFFF }

  /// `hh:mm:ss` as seconds; -1 where it is none.
  @inline(__always)
  static func time(_ text: UnsafePointer<UInt8>) -> Int32 {
    let word = unsafe UInt64(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt64.self))
    let digits = word ^ 0x3030_3A30_303A_3030
    guard ((digits &+ 0x7676_7676_7676_7676) | digits) & 0x8080_8080_8080_8080 == 0,
      digits & 0x0000_FF00_00FF_0000 == 0
    else { return -1 }
    @inline(__always) func two(_ shift: UInt64) -> Int32 {
      Int32(truncatingIfNeeded: digits >> shift & 15) &* 10
        &+ Int32(truncatingIfNeeded: digits >> (shift &+ 8) & 15)
    }
    let (hours, minutes, seconds) = (two(0), two(24), two(48))
    guard hours < 24, minutes < 60, seconds < 60 else { return -1 }
    return hours &* 3600 &+ minutes &* 60 &+ seconds
  }

  static func text(_ cell: Int64, _ style: DateStyle) -> [UInt8] {
    let seconds = Int(seconds(cell))
    var text = PackedDate(code: date(cell)).text(style)
    text.append(style.timeSeparator ?? 32)
    for (index, number) in [seconds / 3600, seconds / 60 % 60, seconds % 60].enumerated() {
      if index > 0 { text.append(0x3A) }
      text += [UInt8(0x30 + number / 10), UInt8(0x30 + number % 10)]
    }
    return text
  }
}
