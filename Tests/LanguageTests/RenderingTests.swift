import Language
import TestSupport
import Testing

@Suite("Diagnostics below their line")
struct RenderingTests {
  private func render(_ line: String, _ lower: Int, _ upper: Int) -> [String] {
    let problem = Diagnostic(code: "c", at: SourceRange(lower, upper), "m", hint: "h")
    let text = Language.render(problem, in: SourceText(line))
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().map(
      String.init)
  }

  @Test("without a place there is only the message, the hint and the help")
  func withoutPlace() {
    let problem = Diagnostic(.warning, code: "c", "m", help: "try  this")
    #expect(Language.render(problem, in: SourceText("x")) == "warning: m\nhelp: try  this")
  }

  @Test("a file is named with the line")
  func file() {
    let problem = Diagnostic(code: "c", at: SourceRange(6, 9), "m")
    let source = SourceText("churn\nabc def", firstLine: 12)
    #expect(
      Language.render(problem, in: source, name: "a.md")
        == "error: m\n  a.md:13\n  abc def\n  ^^^")
  }

  @Test(
    "wide, combining and invisible characters keep the caret in its column",
    arguments: [
      ("\tab", "ab", "      ab", "      ^^ h"),
      ("顧客 ab", "ab", "  顧客 ab", "       ^^ h"),
      ("顧客", "客", "  顧客", "    ^^ h"),
      ("e\u{301}e\u{301} ab", "ab", "  e\u{301}e\u{301} ab", "     ^^ h"),
      ("👍🏽👨‍👩‍👧 ab", "ab", "  👍🏽👨‍👩‍👧 ab", "       ^^ h"),
      ("🇮🇹 ab", "ab", "  🇮🇹 ab", "     ^^ h"),
      ("❤️ ab", "ab", "  ❤️ ab", "     ^^ h"),
      ("\u{1B}[31m ab", "ab", "  \\u{1B}[31m ab", "             ^^ h"),
      ("\u{202E}ab", "ab", "  \\u{202E}ab", "          ^^ h"),
      ("ab", "", "  ab", "    ^ h"),
    ])
  func columns(line: String, part: String, shown: String, carets: String) {
    let bytes = Array(line.utf8)
    let lower = bytes.count - part.utf8.count
    #expect(render(line, lower, bytes.count) == [shown, carets])
  }

  @Test("a place between two characters has one caret below the second")
  func betweenCharacters() {
    #expect(render("abc def", 3, 3) == ["  abc def", "     ^ h"])
  }

  @Test("carets stop at the end of the line")
  func manyLines() {
    #expect(render("abc (d\ne)", 4, 9) == ["  abc (d", "      ^^ h"])
    #expect(render("abc\r\ndef", 5, 6) == ["  def", "  ^ h"])
  }

  @Test(
    "a long line is cut around the caret, and the caret stays below its word", arguments: 0..<60)
  func longLines(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let before = random.word(of: "a b顧é\t👍", upTo: 9000)
    let after = random.word(of: "a b顧é\t👍", upTo: 9000)
    let line = before + "XYZ" + after
    let start = before.utf8.count
    let lines = render(line, start, start + 3)
    let columnOfCaret = lines[1].prefix { $0 == " " }.count
    #expect(lines[1].hasSuffix("^^^ h"), "seed \(seed)")
    #expect(width(lines[0]) <= 102, "seed \(seed)")
    let upToWord = lines[0].split(separator: "X").first.map(String.init) ?? ""
    #expect(width(upToWord) == columnOfCaret, "seed \(seed): \(lines)")
  }

  /// The letters of these tests are all there is to measure.
  private func width(_ text: String) -> Int {
    text.reduce(0) { $0 + ($1 == "顧" || $1 == "👍" ? 2 : 1) }
  }

  @Test("messages, hints and help cannot drive the terminal")
  func escapes() {
    let problem = Diagnostic(code: "c", "a\u{1B}[2J", hint: "\u{9B}1m", help: "x\ny")
    #expect(
      Language.render(problem, in: SourceText("")) == "error: a\\u{1B}[2J\n  \\u{9B}1m\nhelp: x\\ny"
    )
  }

  @Test("a source text knows its lines and columns")
  func sourceText() {
    let source = SourceText("è a\r\nbb\rc\n", firstLine: 5)
    #expect([0, 3, 5, 6, 9, 11, 99].map { source.line(ofOffset: $0) } == [5, 5, 5, 6, 7, 8, 8])
    #expect([0, 2, 3, 6, 7].map { source.column(ofOffset: $0) } == [1, 2, 3, 1, 2])
    #expect((4...9).map { source.text(ofLine: $0) } == [nil, "è a", "bb", "c", "", nil])
  }
}
