/// Reads the number that a cell holds: sign, currency, digits with marks, exponent, percent; a sign as
/// accountants write it, `(1.50)` and `1.50-`, too.
struct NumberScanner {
  private var position = 0
  private var number = ScannedNumber()
  /// A parenthesis stands before the number and is not closed yet.
  private var isOpen = false
  private var points = 0
  private var commas = 0
  private var otherMarks = 0
  private var groupsAreWhole = true
  private var firstGroup = 0
  private var lastMark: UInt8 = 0

  /// Nil where the cell is no number of any form.
  static func scan(_ cell: Span<UInt8>) -> ScannedNumber? {
    var scanner = NumberScanner()
    return scanner.scanAll(cell)
  }

  private mutating func scanAll(_ cell: Span<UInt8>) -> ScannedNumber? {
    scanSign(cell)
    var before = scanCurrency(cell)
    if !before.isEmpty { skipBlanks(cell) }
    if !hasSign { scanSign(cell) }
    if !hasSign, position < cell.count, cell[position] == UInt8(ascii: "(") {
      isOpen = true
      position += 1
      if before.isEmpty { before = scanCurrency(cell) }
      skipBlanks(cell)
    }
    guard scanDigits(cell), scanExponent(cell), let form = formOfMarks() else { return nil }
    skipBlanks(cell)
    if position < cell.count, cell[position] == UInt8(ascii: "%") {
      number.isPercent = true
      position += 1
    }
    var after = scanCurrency(cell)
    if scanSignBehind(cell), after.isEmpty {
      skipBlanks(cell)
      after = scanCurrency(cell)
    }
    number.currency = before.union(after)
    guard position == cell.count, !isOpen, before.isEmpty || after.isEmpty else { return nil }
    number.form = form
    return number
  }

  private var hasSign: Bool { number.isNegative || number.hasPlus }

  /// The parenthesis that closes the number, or a minus right behind it.
  private mutating func scanSignBehind(_ cell: Span<UInt8>) -> Bool {
    guard position < cell.count, !hasSign, number.exponent == nil else { return false }
    if isOpen {
      guard cell[position] == UInt8(ascii: ")") else { return false }
      isOpen = false
      position += 1
      number.accounting = .parentheses
    } else {
      // The last bytes of the three blanks: "3 -" is the beginning of something else.
      guard ![blank, 0xA0, 0xAF].contains(cell[position - 1]) else { return false }
      let start = position
      scanSign(cell)
      guard number.isNegative else {
        position = start
        return false
      }
      number.accounting = .minusBehind
    }
    number.isNegative = number.overflows || number.digits > 0
    return true
  }

  private mutating func skipBlanks(_ cell: Span<UInt8>) {
    while position < cell.count {
      let width = blankWidth(cell)
      if width == 0 { return }
      position += width
    }
  }

  /// A blank or a no-break blank (U+00A0, U+202F), in bytes.
  private func blankWidth(_ cell: Span<UInt8>) -> Int {
    if cell[position] == blank { return 1 }
    if starts(cell, 0xC2, 0xA0) { return 2 }
    return starts(cell, 0xE2, 0x80, 0xAF) ? 3 : 0
  }

  private func starts(_ cell: Span<UInt8>, _ bytes: UInt8...) -> Bool {
    guard position + bytes.count <= cell.count else { return false }
    for (offset, byte) in bytes.enumerated() where cell[position + offset] != byte { return false }
    return true
  }

  private mutating func scanSign(_ cell: Span<UInt8>) {
    guard position < cell.count else { return }
    switch cell[position] {
    case UInt8(ascii: "-"):
      number.isNegative = true
      position += 1
    case UInt8(ascii: "+"):
      number.hasPlus = true
      position += 1
    case 0xE2 where starts(cell, 0xE2, 0x88, 0x92):
      number.isNegative = true
      position += 3
    default: return
    }
  }

  private mutating func scanCurrency(_ cell: Span<UInt8>) -> Currencies {
    guard position < cell.count, !isDigit(cell[position]) else { return [] }
    let (found, width): (Currencies, Int) =
      switch cell[position] {
      case UInt8(ascii: "$"): (.dollar, 1)
      case 0xE2 where starts(cell, 0xE2, 0x82, 0xAC): (.euro, 3)
      case 0xC2 where starts(cell, 0xC2, 0xA3): (.pound, 2)
      case UInt8(ascii: "E") where starts(cell, 0x45, 0x55, 0x52): (.euro, 3)
      case UInt8(ascii: "U") where starts(cell, 0x55, 0x53, 0x44): (.dollar, 3)
      case UInt8(ascii: "G") where starts(cell, 0x47, 0x42, 0x50): (.pound, 3)
      case UInt8(ascii: "C") where starts(cell, 0x43, 0x48, 0x46): (.franc, 3)
      default: ([], 0)
      }
    position += width
    return found
  }

  /// Digits and the marks between them; false where there are no digits.
  private mutating func scanDigits(_ cell: Span<UInt8>) -> Bool {
    var group = 0
    let first = position
    while position < cell.count {
      let byte = cell[position]
      if isDigit(byte) {
        take(digit: byte &- 0x30)
        group += 1
        position += 1
        continue
      }
      let width = markWidth(cell, byte)
      if width == 0 { break }
      closeGroup(group)
      group = 0
      count(mark: byte)
      position += width
    }
    number.tail = group
    if lastMark == 0 { firstGroup = group }
    number.hasLeadingZero =
      first + 1 < cell.count && cell[first] == 0x30 && isDigit(cell[first + 1])
    return number.digitCount > 0
  }

  @inline(__always)
  private mutating func take(digit: UInt8) {
    let (scaled, overflow) = number.digits.multipliedReportingOverflow(by: 10)
    let (sum, carry) = scaled.addingReportingOverflow(UInt64(digit))
    if overflow || carry { number.overflows = true }
    number.digits = sum
    number.digitCount += 1
  }

  /// How many bytes the mark here takes; 0 where there is none that belongs to the number.
  private func markWidth(_ cell: Span<UInt8>, _ byte: UInt8) -> Int {
    switch byte {
    case UInt8(ascii: "."), UInt8(ascii: ","): return 1
    case UInt8(ascii: "'"): return isDigit(cell, position + 1) ? 1 : 0
    case 0xE2 where starts(cell, 0xE2, 0x80, 0x99): return 3
    case blank, 0xC2, 0xE2:
      let width = blankWidth(cell)
      return width > 0 && number.digitCount > 0 && isDigit(cell, position + width) ? width : 0
    default: return 0
    }
  }

  private func isDigit(_ cell: Span<UInt8>, _ index: Int) -> Bool {
    index < cell.count && cell[index] &- 0x30 < 10
  }

  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  /// Checks the digits before a mark: one to three in the first group, three in the others.
  private mutating func closeGroup(_ length: Int) {
    if lastMark == 0 { firstGroup = length }
    let isWhole = lastMark == 0 ? (1...3).contains(length) : length == 3
    if !isWhole { groupsAreWhole = false }
  }

  private mutating func count(mark: UInt8) {
    switch mark {
    case UInt8(ascii: "."): points += 1
    case UInt8(ascii: ","): commas += 1
    default: otherMarks += 1
    }
    lastMark = mark
  }

  private mutating func scanExponent(_ cell: Span<UInt8>) -> Bool {
    guard position < cell.count, cell[position] | 0x20 == UInt8(ascii: "e") else { return true }
    var look = position + 1
    var isNegative = false
    if look < cell.count, cell[look] == UInt8(ascii: "-") || cell[look] == UInt8(ascii: "+") {
      isNegative = cell[look] == UInt8(ascii: "-")
      look += 1
    }
    guard isDigit(cell, look) else { return true }
    var value = 0
    while isDigit(cell, look) {
      value = min(value * 10 + Int(cell[look] &- 0x30), 9999)
      look += 1
    }
    number.exponent = isNegative ? -value : value
    position = look
    return true
  }

  /// Nil where the marks fit no way of writing numbers.
  private func formOfMarks() -> NumberForm? {
    switch (points, commas, otherMarks) {
    case (0, 0, 0): return .plain
    case (0, 0, _): return groupsAreWhole && number.tail == 3 ? .grouped : nil
    case (1, 0, 0): return formOfSingle(.point)
    case (0, 1, 0): return formOfSingle(.comma)
    case (_, 0, 0): return groupsAreWhole && number.tail == 3 ? .groupedBy(.point) : nil
    case (0, _, 0): return groupsAreWhole && number.tail == 3 ? .groupedBy(.comma) : nil
    case (1, _, 0) where lastMark == DecimalMark.point.rawValue:
      return groupsAreWhole ? .fraction(.point) : nil
    case (_, 1, 0) where lastMark == DecimalMark.comma.rawValue:
      return groupsAreWhole ? .fraction(.comma) : nil
    case (1, 0, _) where lastMark == DecimalMark.point.rawValue:
      return groupsAreWhole ? .fraction(.point) : nil
    case (0, 1, _) where lastMark == DecimalMark.comma.rawValue:
      return groupsAreWhole ? .fraction(.comma) : nil
    default: return nil
    }
  }

  private func formOfSingle(_ mark: DecimalMark) -> NumberForm {
    let startsWithZero = number.hasLeadingZero || firstGroup == 1 && number.digits < 1000
    let looksGrouped = number.tail == 3 && (1...3).contains(firstGroup) && !startsWithZero
    return looksGrouped && number.exponent == nil ? .ambiguous(mark) : .fraction(mark)
  }
}
