import Language
import TestSupport
import Testing

@Suite("Hostile lines give one error")
struct HostileInputTests {
  @Test("deep nesting is refused, whatever nests", arguments: ["(", "-", "not ", "f(", "!", "- ("])
  func nesting(opening: String) {
    let line = "filter " + String(repeating: opening, count: 100_000)
    #expect(codes(line) == ["too-deep"])
  }

  @Test("nesting is allowed up to its limit")
  func nestingLimit() {
    func line(_ depth: Int) -> String {
      "filter " + String(repeating: "(", count: depth) + "x" + String(repeating: ")", count: depth)
    }
    #expect(outcome(line(200)) == "filter x")
    #expect(codes(line(201)) == ["too-deep"])
  }

  @Test("a tree that leans to one side is bounded too", arguments: ["+", "and", "/", "or"])
  func chains(sign: String) {
    func line(_ count: Int) -> String {
      "filter x" + String(repeating: " \(sign) x", count: count)
    }
    let longest = parse(line(1000), grammar: smallGrammar)
    #expect(longest.statement.map { format($0) } == line(1000))
    #expect(codes(line(1001)) == ["too-complex"])
    #expect(codes(line(100_000)) == ["too-complex"])
  }

  @Test("a statement has at most 200 stages, and one error where it has more")
  func stages() {
    func line(_ count: Int) -> String {
      Array(repeating: "count", count: count).joined(separator: "|")
    }
    #expect(parse(line(200), grammar: smallGrammar).diagnostics == [])
    let printed = outcome("gym " + String(repeating: "|xyz", count: 200)).split(separator: "\n")
    #expect(printed.first == "error: a statement has at most 200 stages")
    #expect(printed.last?.hasSuffix(" ^ keep a table on the way, and go on from its name") == true)
    #expect(printed.count == 3)
    for part in ["a|", "|count", "|", "| (", "a;|"] {
      let problems = codes("a" + String(repeating: part + " ", count: 25_000))
      #expect(problems == ["too-many-stages"] || part == "| (", "\(part)")
      #expect(problems.count == 1, "\(part)")
    }
  }

  @Test("a long list of values is no chain")
  func longList() {
    let line = "filter x in (" + (0..<5000).map(String.init).joined(separator: ", ") + ")"
    #expect(outcome(line) == line)
  }

  @Test("a statement over 1 MiB is refused, one just below is read")
  func length() {
    let head = "filter x == \""
    let fill = String(repeating: "é", count: (longestStatement - head.utf8.count - 2) / 2)
    #expect(codes(head + fill + "\"") == [])
    #expect(codes(head + String(repeating: "a", count: 10_000_000) + "\"") == ["too-long"])
    #expect(codes(String(repeating: "a ", count: 200_000)) == ["unknown-verb"])
    #expect(codes("filter x " + String(repeating: "\"\" ", count: 50_000)).count == 1)
    #expect(codes(String(repeating: "|", count: 100_000)) == ["unexpected-token"])
  }

  @Test(
    "controls are named",
    arguments: [
      ("churn\u{0} by month", "U+0000"), ("churn by \u{1B}[31m", "U+001B"),
      ("filter x == \"a\u{7}\"", "U+0007"), ("load a\u{0}b.csv", "U+0000"),
      ("load \"a\u{1}.csv\"", "U+0001"), ("filter `a\u{9F}b` == 1", "U+009F"),
    ])
  func controls(line: String, name: String) {
    let parsed = parse(line, grammar: smallGrammar)
    #expect(parsed.diagnostics.map(\.code) == ["control-character"])
    #expect(parsed.diagnostics.first?.message.contains(name) == true)
    #expect(parsed.statement == nil)
  }

  @Test("what is repeated many times is looked at once")
  func repeats() {
    for part in [
      "2024-", "1..", "1/", "'", "\\\"", "“", "`", "#", "\n|", "a=", ";", "; a", "a ", "/a", "1,",
      "1.", "limit ", "of a ", "\\", "$", "(", "é", "5",
    ] {
      let line = "filter x == " + String(repeating: part, count: 100_000 / part.utf8.count)
      let parsed = parse(line, grammar: smallGrammar)
      let problem = parsed.diagnostics.first { $0.severity == .error }
      let printed = problem.map { render($0, in: SourceText(line)) } ?? ""
      #expect((parsed.statement == nil) == (problem != nil), "\(part)")
      #expect(printed.utf8.count < 1500, "\(part): \(printed.prefix(300))")
    }
  }

  @Test("splitting a large script full of open quotes and pipes ends")
  func largeScript() {
    let script = String(repeating: "churn |\n\"a\\\" 'b' (\n", count: 5000)
    #expect(splitStatements(script).count == 1)
    let lines = String(repeating: "churn by month\n", count: 10_000)
    #expect(splitStatements(lines).count == 10_000)
    #expect(splitStatements(lines).last?.firstLine == 10_000)
  }

  private static let seeds = [
    "load gym.csv with start = signup, end = `Data disdetta` | churn by month",
    "annual = filter plan == \"annual\" and fee > 40 | churn by region, quarter in 2023-07..2024-06",
    "| group by reason, k = upper(z): n = count(), takings = sum(fee) top 5 # note",
    "filter not (x in (1, 2.5e3, 5%) or y between -3 and 1y 6mo) && name ~ “rossi” | take 10",
    "sort fee desc, name | forecast 6 months using ets | set decimal \",\" | show all | plot bar",
    "filter start >= 2024-03-15 and a is not missing and città starts with 'l''è' or $p == 👍",
    ".save notebook.md", "select a, `b c`, d | derive r = -a / (b + 2 * c), s = if(a, 1, missing)",
  ]

  /// Exactly one of: a statement, at least one error, nothing but blanks and comments.
  private func check(_ line: String, _ note: String) {
    let parsed = parse(line, grammar: smallGrammar)
    let errors = parsed.diagnostics.filter { $0.severity == .error }
    let isBlank = splitStatements(line).isEmpty
    #expect((parsed.statement == nil) == (!errors.isEmpty || isBlank), "\(note): \(line)")
    #expect(errors.count <= line.utf8.count { $0 == UInt8(ascii: "|") } + 1, "\(note): \(line)")
    let source = SourceText(line)
    for diagnostic in parsed.diagnostics {
      #expect((diagnostic.range?.upperBound ?? 0) <= line.utf8.count, "\(note): \(line)")
      #expect(!render(diagnostic, in: source).isEmpty)
    }
    _ = isComplete(line)
    if let statement = parsed.statement {
      let text = format(statement)
      let again = parse(text, grammar: smallGrammar).statement
      #expect(again?.erasingRanges == statement.erasingRanges, "\(note): \(line) -> \(text)")
    }
  }

  @Test("every prefix of a good line is read or refused", arguments: seeds)
  func prefixes(line: String) {
    for count in 0...line.count { check(String(line.prefix(count)), "prefix \(count)") }
    for count in 0...line.count { check(String(line.suffix(count)), "suffix \(count)") }
  }

  @Test("random changes of bytes are read or refused, 6000 times", arguments: 0..<60)
  func mutations(block: Int) {
    for seed in (block * 100)..<(block * 100 + 100) {
      var random = SeededGenerator(seed: UInt64(seed))
      var bytes = Array(random.pick(Self.seeds).utf8)
      for _ in 0...random.number(below: 4) { mutate(&bytes, &random) }
      check(String(decoding: bytes, as: UTF8.self), "seed \(seed)")
    }
  }

  private func mutate(_ bytes: inout [UInt8], _ random: inout SeededGenerator) {
    let signs = Array("|\"'`()#,:;=<>!~$.%-\\ \n\r\t\u{0}09aZ_|".utf8)
    guard !bytes.isEmpty else { return }
    let index = random.number(below: bytes.count)
    switch random.number(below: 5) {
    case 0: bytes.remove(at: index)
    case 1: bytes.insert(random.pick(signs), at: index)
    case 2: bytes[index] = UInt8(random.number(below: 256))
    case 3: bytes.swapAt(index, random.number(below: bytes.count))
    default:
      let end = min(bytes.count, index + random.number(below: 12))
      bytes.insert(contentsOf: Array(bytes[index..<end]), at: random.number(below: bytes.count))
    }
  }

  @Test("random sequences of words are read or refused, 3000 times", arguments: 0..<30)
  func words(block: Int) {
    let words =
      smallGrammar.verbs.map(\.name) + ClauseKind.allCases.map(\.rawValue) + [
        "|", "(", ")", ",", "=", "==", "not", "and", "in", "is", "missing", "between", "x", "`y z`",
        "\"t\"", "1", "2024", "2024-03", "2023..2024", "6 months", "5%", "$p", ":", "-", "<", "~",
        "count()", "starts", "with", "#", "6m", "01/02", ".", "\n", "from", "mutate", ";", "limit",
        "/", "monthly", "\\q", "%>%",
        "1,200.5",
      ]
    for seed in (block * 100)..<(block * 100 + 100) {
      var random = SeededGenerator(seed: UInt64(seed))
      let line = (0..<(1 + random.number(below: 9))).map { _ in random.pick(words) }
      check(line.joined(separator: random.chance(0.80) ? " " : ""), "seed \(seed)")
    }
  }
}
