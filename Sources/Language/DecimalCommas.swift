extension StageParser {
  /// `4,5`, `1.200,5`, `1,200.50`; nil where no digits touch the comma.
  func decimalComma(_ token: Token) -> Diagnostic? {
    let comma = token.range
    guard token.isSymbol(.comma), comma.lowerBound == lastEnd, comma.lowerBound > 0,
      isDigit(lexer.bytes[comma.lowerBound - 1]),
      let next = lexer.byte(at: comma.upperBound), isDigit(next)
    else { return nil }
    return lexer.numberWithMarks(from: lastRange.lowerBound)
  }
}

extension Lexer {
  /// What is wrong with digits that have commas, or more than one dot, between them.
  func numberWithMarks(from start: Int) -> Diagnostic? {
    var end = start
    while let byte = byte(at: end) {
      let isMark = ",._".utf8.contains(byte) && self.byte(at: end + 1).map(isDigit) == true
      guard isDigit(byte) || isMark else { break }
      end += 1
    }
    guard let meant = numberMeant(by: text(start, end).filter { $0 != "_" }) else { return nil }
    return Diagnostic(
      .decimalComma, at: SourceRange(start, end), "\(meant.problem) here",
      hint: "write \(meant.number)")
  }
}

/// The last mark stands before the decimals, unless it is repeated; the other marks stand between
/// thousands.
private func numberMeant(by typed: String) -> (number: String, problem: String)? {
  guard let last = typed.lastIndex(where: { $0 == "," || $0 == "." }) else { return nil }
  let mark = typed[last]
  let whole = typed[..<last]
  let fraction = typed[typed.index(after: last)...]
  let asThousands = thousandsJoined(typed, between: mark)
  if whole.contains(mark) {
    return asThousands.map { ($0, "nothing marks thousands") }
  }
  if mark == ".", let joined = thousandsJoined(whole, between: ",") {
    return ("\(joined).\(fraction)", "a comma does not mark thousands")
  }
  guard mark == "," else { return nil }
  let problem = "a comma does not mark decimals"
  if !whole.contains(".") {
    let decimal = "\(whole).\(fraction)"
    return (asThousands.map { "\(decimal) or \($0)" } ?? decimal, problem)
  }
  return thousandsJoined(whole, between: ".").map { ("\($0).\(fraction)", problem) }
}

/// `1200` of `1.200`, or nil where the groups are not those of thousands.
private func thousandsJoined(_ text: some StringProtocol, between mark: Character) -> String? {
  let groups = text.split(separator: mark, omittingEmptySubsequences: false)
  guard groups.count > 1, (1...3).contains(groups[0].count), groups[0] != "0",
    groups.dropFirst().allSatisfy({ $0.count == 3 }),
    groups.allSatisfy({ $0.utf8.allSatisfy(isDigit) })
  else { return nil }
  return groups.joined()
}
