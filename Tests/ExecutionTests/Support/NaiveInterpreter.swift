import Calendars
import Columns
import Planning

/// The regular expressions of the tests, and what they mean in plain code.
let matchers: [String: @Sendable (String) -> Bool] = [
  "^A": { $0.first == "A" },
  "[0-9]+": { $0.contains(where: \.isNumber) },
  "l$": { $0.last == "l" },
]

/// The value of an expression in one row: the slow and obvious second opinion.
func naive(_ expression: TypedExpression, _ row: [Value]) -> Value {
  switch expression {
  case .column(let index, _): return known(row[index])
  case .constant(let value, _): return known(value)
  case .negated(let operand):
    switch naive(operand, row) {
    case .integer(let value): return value == .min ? .missing : .integer(-value)
    case .decimal(let value): return .decimal(-value)
    default: return .missing
    }
  case .arithmetic(let operation, let left, let right):
    return naiveArithmetic(operation, naive(left, row), naive(right, row))
  case .moved(let date, let duration): return naiveMoved(naive(date, row), duration)
  case .daysBetween(let left, let right):
    return naiveDays(from: naive(right, row), to: naive(left, row))
  case .comparison(let operation, let left, let right):
    return .boolean(naiveComparison(operation, naive(left, row), naive(right, row)))
  case .within(let date, let period):
    return .boolean(naiveDay(naive(date, row)).map { period.contains($0) } ?? false)
  case .textTest(let test, let text, let pattern):
    guard case .text(let text) = naive(text, row) else { return .boolean(false) }
    return .boolean(naiveTest(test, text, pattern))
  case .isMissing(let operand): return .boolean(naive(operand, row) == .missing)
  case .truth(let operand): return .boolean(naive(operand, row) == .boolean(true))
  case .not(let operand): return .boolean(naive(operand, row) != .boolean(true))
  case .and(let left, let right):
    return .boolean(naive(left, row) == .boolean(true) && naive(right, row) == .boolean(true))
  case .or(let left, let right):
    return .boolean(naive(left, row) == .boolean(true) || naive(right, row) == .boolean(true))
  case .cause(let figure, let reason, let map):
    var entry: CauseMap.Entry? = CauseMap.Entry(cause: .unknown, isWanted: false, phrase: "")
    if case .text(let text) = naive(reason, row), text.contains(where: { !$0.isWhitespace }) {
      entry = map.entry(for: text)
    }
    guard let entry else { return .missing }
    return figure == .cause ? .text(entry.cause.rawValue) : .boolean(entry.isWanted)
  case .function(let function, let arguments, let type):
    let value = naiveFunction(function, arguments, row)
    if type == .decimal, case .integer(let whole) = value { return .decimal(Double(whole)) }
    return value
  }
}

private func known(_ value: Value) -> Value {
  if case .decimal(let number) = value, number.isNaN { return .missing }
  return value
}

private func naiveArithmetic(
  _ operation: ArithmeticOperator, _ left: Value, _ right: Value
) -> Value {
  if case .integer(let first) = left, case .integer(let second) = right, operation != .dividedBy {
    let (a, b) = (Int128(first), Int128(second))
    let exact = operation == .plus ? a + b : operation == .minus ? a - b : a * b
    return Int64(exactly: exact).map { .integer($0) } ?? .missing
  }
  guard let a = left.number, let b = right.number else { return .missing }
  switch operation {
  case .plus: return known(.decimal(a + b))
  case .minus: return known(.decimal(a - b))
  case .times: return known(.decimal(a * b))
  case .dividedBy: return b == 0 ? .missing : known(.decimal(a / b))
  }
}

func naiveComparison(_ operation: ComparisonOperator, _ left: Value, _ right: Value) -> Bool {
  if left == .missing || right == .missing { return operation == .notEqual }
  let order = naiveOrder(left, right)
  switch operation {
  case .equal: return order == 0
  case .notEqual: return order != 0
  case .less: return order < 0
  case .lessOrEqual: return order <= 0
  case .greater: return order > 0
  case .greaterOrEqual: return order >= 0
  }
}

/// -1, 0 or 1 for two present values that can be compared.
func naiveOrder(_ left: Value, _ right: Value) -> Int {
  func sign<Number: Comparable>(_ a: Number, _ b: Number) -> Int { a < b ? -1 : a > b ? 1 : 0 }
  switch (left, right) {
  case (.integer(let a), .integer(let b)), (.timestamp(let a), .timestamp(let b)):
    return sign(a, b)
  case (.decimal(let a), .decimal(let b)): return sign(a, b)
  case (.integer(let a), .decimal(let b)):
    if abs(b) > 1e30 { return b > 0 ? -1 : 1 }
    let floor = Int128(b.rounded(.down))
    return Int128(a) == floor && b > b.rounded(.down) ? -1 : sign(Int128(a), floor)
  case (.decimal, .integer): return -naiveOrder(right, left)
  case (.boolean(let a), .boolean(let b)): return sign(a ? 1 : 0, b ? 1 : 0)
  case (.text(let a), .text(let b)):
    let (a, b) = (Array(a.unicodeScalars), Array(b.unicodeScalars))
    return a == b ? 0 : a.lexicographicallyPrecedes(b) ? -1 : 1
  case (.date(let a), .date(let b)): return sign(a, b)
  case (.date(let a), .timestamp(let b)):
    return sign(Int64(a.daysSinceEpoch) * microsecondsPerDay, b)
  case (.timestamp, .date): return -naiveOrder(right, left)
  default: preconditionFailure("\(left) and \(right) cannot be compared")
  }
}

private func naiveTest(_ test: TextTest, _ text: String, _ pattern: String) -> Bool {
  switch test {
  case .contains:
    let plain = Array(naiveFolded(text))
    let wanted = Array(naiveFolded(pattern))
    if wanted.isEmpty { return true }
    return plain.indices.contains { plain[$0...].starts(with: wanted) }
  case .startsWith: return Array(text.unicodeScalars).starts(with: Array(pattern.unicodeScalars))
  case .endsWith:
    return Array(text.unicodeScalars.reversed())
      .starts(with: Array(pattern.unicodeScalars.reversed()))
  case .matches: return matchers[pattern]?(text) ?? false
  }
}

/// By the list of known words, also in capitals and trimmed; other texts of the tests are ASCII or
/// single letters.
private func naiveFolded(_ text: String) -> String {
  if let plain = foldedWords[text] { return plain }
  let candidates = foldedWords.keys.sorted().filter {
    $0.lowercased() == text.lowercased() || $0.uppercased() == text.uppercased()
  }
  if let word = candidates.first, let plain = foldedWords[word] { return plain }
  return text == "é" || text == "É" ? "e" : text.lowercased()
}
