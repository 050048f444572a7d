import Language
import Testing

/// The whole printed message of every error that the reference names.
@Suite("Errors as they are printed")
struct NamedErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var line: String
    var printed: String
    var testDescription: String { line }
  }

  @Test("each shows what is wrong, where, and the nearest fix", arguments: cases)
  func printed(example: Case) {
    #expect(outcome(example.line) == example.printed)
  }

  static let cases: [Case] = [
    Case(line: "x", printed: "x"),
  ]
}
