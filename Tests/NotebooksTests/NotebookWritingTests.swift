import Notebooks
import Testing

private let fingerprint = DataFingerprint(name: "gym.csv", sha256: "ab12", bytes: 10, rows: 2)

private func written(
  _ text: String, _ outcomes: [CellOutcome], _ fingerprints: [DataFingerprint] = []
) throws -> String {
  let document = try NotebookDocument(parsing: bytes(text))
  return String(
    decoding: document.withOutputs(outcomes, fingerprints: fingerprints), as: UTF8.self)
}

@Suite("Writing outputs into a notebook")
struct NotebookWritingTests {
  @Test("puts an output below its cell and fingerprints into the front matter")
  func writesFirst() throws {
    let result = try written(
      "---\ntitle: T\n---\n\n```ritorno\nx\n```\n\nEnd.\n",
      [CellOutcome(cellID: "c1", text: "a  b\n1  2  \n", hash: "0123456789ab")], [fingerprint])
    #expect(
      result == """
        ---
        title: T
        data:
          gym.csv: { sha256: ab12, bytes: 10, rows: 2 }
        ---

        ```ritorno
        x
        ```
        ```output {#c1 hash=0123456789ab}
        a  b
        1  2
        ```

        End.

        """)
  }

  @Test("adds front matter where there is none and something to record")
  func addsFrontMatter() throws {
    #expect(
      try written("\u{FEFF}Hi\r\n", [], [fingerprint])
        == "\u{FEFF}---\r\nritorno: 1\r\ndata:\r\n  gym.csv: { sha256: ab12, bytes: 10, rows: 2 }\r\n---\r\nHi\r\n"
    )
    #expect(try written("Hi", [], []) == "Hi")
  }

  @Test("marks errors and truncated outputs by classes")
  func classes() throws {
    let cell = "```ritorno\nx\n```\n"
    #expect(
      try written(cell, [CellOutcome(cellID: "c1", text: "no", hash: "h", isError: true)])
        == cell + "```output {#c1 .error hash=h}\nno\n```\n")
    let long = CellOutcome(
      cellID: "c1", text: "no", hash: "h", truncation: .init(rows: 5000, shown: 40))
    #expect(
      try written(cell, [long])
        == cell + "```output {#c1 .truncated hash=h rows=5000 shown=40}\nno\n```\n")
  }

  @Test("takes a fence longer than every run of backticks inside")
  func fenceLength() throws {
    let result = try written(
      "```ritorno\nx\n```", [CellOutcome(cellID: "c1", text: "````\nA ``` B", hash: "h")])
    #expect(result == "```ritorno\nx\n```\n`````output {#c1 hash=h}\n````\nA ``` B\n`````")
  }

  @Test("removes the output of a cell that gives none, and the data entry without fingerprints")
  func removes() throws {
    let text = "---\ndata:\n  a: { sha256: 1, bytes: 2 }\n# mine\nx: y\n---\n"
    #expect(
      try written(
        text + "```ritorno\nx\n```\n\n```output {#c1}\n1\n```\nEnd\n",
        [CellOutcome(cellID: "c1", text: "\n", hash: "h")])
        == "---\n# mine\nx: y\n---\n```ritorno\nx\n```\n\nEnd\n")
  }

  @Test("leaves the output of a cell without an outcome alone")
  func keeps() throws {
    let text = "```ritorno {.skip}\nx\n```\n~~~~output {#c1}\n1\n~~~~\n"
    #expect(try written(text, []) == text)
  }

  @Test(
    "changes nothing outside outputs and fingerprints, and nothing at all the second time",
    arguments: 0..<400)
  func preservesBytes(seed: Int) throws {
    var maker = NotebookMaker(seed: UInt64(seed))
    let parts = maker.parts()
    let original = parts.flatMap(\.bytes)
    let document = try NotebookDocument(parsing: original)
    #expect(document.cells.count == parts.count { $0.isCell }, "seed \(seed)")
    let outcomes = maker.outcomes(for: document)
    let first = document.withOutputs(outcomes, fingerprints: maker.fingerprints)
    let expected = maker.expected(parts, document, outcomes)
    #expect(text(first) == text(expected), "seed \(seed)")
    let again = try NotebookDocument(parsing: first)
    #expect(again.cells.map(\.source) == document.cells.map(\.source), "seed \(seed)")
    #expect(again.cells.map(\.id) == document.cells.map(\.id), "seed \(seed)")
    #expect(again.frontMatter.fingerprints == maker.fingerprints, "seed \(seed)")
    for outcome in outcomes {
      let stored = again.cell(outcome.cellID)?.output?.text ?? ""
      #expect(stored == canonicalText(outcome.text), "seed \(seed)")
    }
    #expect(again.withOutputs(outcomes, fingerprints: maker.fingerprints) == first, "seed \(seed)")
  }

  @Test("survives any mutation of its bytes", arguments: 0..<300)
  func mutations(seed: Int) throws {
    var maker = NotebookMaker(seed: UInt64(seed))
    var mutated = maker.parts().flatMap(\.bytes)
    var generator = SeededGenerator(seed: UInt64(seed) &+ 1_000_000)
    let marks = Array("`~{}#=-:\"\\\n\r\t >*1.<\u{FF}".utf8)
    for _ in 0..<Int.random(in: 1...12, using: &generator) where !mutated.isEmpty {
      let index = Int.random(in: mutated.indices, using: &generator)
      let byte = marks.randomElement(using: &generator) ?? 0
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: mutated[index] = byte
      case 1: mutated.insert(byte, at: index)
      default: mutated.remove(at: index)
      }
    }
    guard let document = try? NotebookDocument(recovering: mutated) else { return }
    #expect(Set(document.cells.map(\.id)).count == document.cells.count, "seed \(seed)")
    let outcomes = document.cells.map { CellOutcome(cellID: $0.id, text: "`1`", hash: "h") }
    let once = document.withOutputs(outcomes, fingerprints: maker.fingerprints)
    let again = try NotebookDocument(recovering: once)
    #expect(again.cells.map(\.source) == document.cells.map(\.source), "seed \(seed)")
    #expect(again.withOutputs(outcomes, fingerprints: maker.fingerprints) == once, "seed \(seed)")
  }
}
