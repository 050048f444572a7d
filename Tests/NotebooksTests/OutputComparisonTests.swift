import Notebooks
import TestSupport
import Testing

private func isSame(_ a: String, _ b: String, _ tolerance: OutputTolerance = .lastPlace) -> Bool {
  compareOutputs(stored: a, fresh: b, tolerance: tolerance).isSame
}

@Suite("Comparing outputs")
struct OutputComparisonTests {
  @Test(
    "takes numbers one unit apart in the last place as the same, also across a width",
    arguments: [
      ("41.3%", "41.4%"), ("a  9.99", "a  10.00"), ("[0.120, 0.150]", "[0.121, 0.149]"),
      ("-0.0", "0.0"), ("1,234.5", "1,234.4"), ("0.12..0.15", "0.13..0.16"), ("p=0.031", "p=0.032"),
      ("3.21e-5", "3.22e-5"), ("9.99999", "10.0000"), ("x\ny  \n", "x\ny"), ("a    b", "a b"),
      ("-----  ----", "------  -----"), ("1,234", "1234"), ("caf\u{E9}", "cafe\u{301}"),
      ("1.2s", "1.3s"),
    ])
  func same(a: String, b: String) {
    #expect(isSame(a, b))
    #expect(isSame(b, a))
  }

  @Test(
    "takes other texts, whole numbers, dates, names and shapes as different",
    arguments: [
      ("41.3%", "41.5%"), ("212", "213"), ("95%", "96%"), ("2024-01-15", "2024-01-16"),
      ("15.01.2024", "16.01.2024"), ("c4", "c5"), ("v1.2.3", "v1.2.4"), ("1.5x12", "1.6x12"),
      ("moved", "price"), ("a\nb", "a"), ("a b", "a"), ("1.5", "-1.5"), ("0.5", "0.58"),
      ("1.5%", "1.5"), ("5.0", "NA"), ("9007199254740992", "9007199254740993"),
      ("10:30:05", "10:30:06"), ("", "x"), ("###", "####"), ("1.0e5", "1.2e5"),
    ])
  func different(a: String, b: String) {
    #expect(!isSame(a, b))
    #expect(!isSame(b, a))
  }

  @Test("with rtol compares every number by its relative difference")
  func relative() {
    #expect(isSame("1000000  0.5", "1000001  0.5", .relative(1e-6)))
    #expect(!isSame("1000000", "1000002", .relative(1e-6)))
    #expect(!isSame("0.5000", "0.5001", .relative(1e-6)))
    #expect(!isSame("0.5", "0.6", .relative(0)))
    #expect(isSame("0", "0.0", .relative(0)))
  }

  @Test("reads a cell's tolerance from its braces, else from the front matter")
  func tolerance() throws {
    let text = ["rtol=1e-6", "", "rtol=x", "rtol=-1"].map { "```ritorno {\($0)}\nx\n```\n" }
    func tolerances(_ front: String) throws -> [OutputTolerance] {
      let document = try NotebookDocument(parsing: bytes(front + text.joined()))
      return document.cells.map { OutputTolerance(of: $0, in: document) }
    }
    #expect(try tolerances("") == [.relative(1e-6), .lastPlace, .lastPlace, .lastPlace])
    let loose = OutputTolerance.relative(0.01)
    #expect(
      try tolerances("---\nritorno: 1\nrtol: 0.01\n---\n")
        == [.relative(1e-6), loose, loose, loose])
    #expect(throws: NotebookError.self) { try tolerances("---\nrtol: much\n---\n") }
  }

  @Test("says how large the largest relative difference is and where")
  func summary() {
    let stored =
      "reason    members  share of all\nprice         212  41.30%\nmoved it      148  28.80%"
    let fresh =
      "reason    members  share of all\nprice         212  41.31%\nmoved it      150  28.80%"
    let result = compareOutputs(stored: stored, fresh: fresh)
    #expect(
      result.difference
        == .number(.init(line: 3, column: "members"), stored: "148", fresh: "150"))
    #expect(
      result.summary(cellID: "c4")
        == "largest relative difference 0.013 in c4, column members, line 3")
    let small = compareOutputs(stored: stored, fresh: stored.replacing("41.30", with: "41.31"))
    #expect(small.isSame)
    #expect(
      small.summary(cellID: "c4")
        == "largest relative difference 2.4e-4 in c4, column share of all, line 2")
    #expect(compareOutputs(stored: stored, fresh: stored).summary(cellID: "c4") == nil)
    #expect(
      compareOutputs(stored: "1.00000000000", fresh: "1.00000000001").summary(cellID: "a")
        == "largest relative difference 1.0e-11 in a, line 1")
  }

  @Test("finds nothing between an output and itself, and says the same both ways round")
  func symmetric() {
    for seed in 0..<300 {
      var generator = SeededGenerator(seed: UInt64(seed))
      let pieces = [
        "1.5", "2", " ", "  ", "\n", "a", "%", "-", "e5", ".", ",", "000", "+", "é", "[",
      ]
      func random() -> String {
        (0..<12).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      }
      let (a, b) = (random(), random())
      #expect(isSame(a, a), "seed \(seed)")
      #expect(isSame(a, b) == isSame(b, a), "seed \(seed)")
    }
  }
}
