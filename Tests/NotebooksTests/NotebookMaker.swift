import Notebooks
import TestSupport

/// Makes notebooks of random parts, and the naive result of writing outputs into them.
struct NotebookMaker {
  struct Part {
    enum Kind: Equatable {
      case prose, frontMatter, data, cell, output
    }

    var kind: Kind
    var bytes: [UInt8]
    var isCell: Bool { kind == .cell }
  }

  private var generator: SeededGenerator
  private var lineEnd = "\n"
  let fingerprints = [
    DataFingerprint(name: "a b.csv", sha256: "00ff", bytes: 12, rows: 3),
    DataFingerprint(name: "x: \"y\"#.csv", sha256: "1e5", bytes: 0, rows: nil),
  ]

  init(seed: UInt64) {
    generator = SeededGenerator(seed: seed)
  }

  private static let prose = [
    "Words.\n", "# Heading\n", "\n\n", "Heading\n===\n",
    "- item\n\n  ```ritorno\n  inner\n  ```\n\n",
    "> ```ritorno\n> inner\n> ```\n\n", "1. one\nlazy\n   ```ritorno\n   x\n\nEnd of the list\n",
    "```\n```ritorno\n```\n", "~~~ritorno2\n```ritorno\nx\n```\n~~~\n",
    "````md\n```ritorno\n```\n````\n",
    "```output\nbare\n```\n", "Stray:\n```output {#elsewhere}\n1\n```\n",
    "    ```ritorno\n    indented\n\n",
    "<!-- comment\n\n```ritorno\nx\n```\n-->\n", "<div>\n```ritorno\n</div>\n\n",
    "para\n    ```ritorno\n\n",
    "- - ```ritorno\n    deep\n\nout\n", "``` `ritorno` ```\n\n", "\\```ritorno\n\n", "***\n",
    "tab\there  \n",
    "* a\n\n      ```ritorno\n\n\nback\n", "<b>inline</b>\n\n", "é ✓ 𝄞\n",
    "```js {#a .b}\ncode\n```\n",
  ]
  private static let cells = [
    "```ritorno\nchurn\n```\n", "~~~ritorno {.volatile}\nchurn by year\n  | take 3\n~~~\n",
    "   ```` ritorno {rtol=1e-6}\n   x\n   `````  \n", "```ritorno\n```\n",
    "```ritorno {k=\"a b\"}\n\nx\n\n```\n",
  ]
  private static let frontMatter = [
    "---\nritorno: 1\ntitle: \"T: #1\"\n---\n",
    "---\n# comment\nauthor:\n  - Ann\n  - Bo\n\nritorno: 1\n---  \n",
    "---\nparams:\n  plan: annual # note\n  n: 3\nkeep: { a: [1, 2] }\n...\n", "---\n---\n",
  ]

  mutating func parts() -> [Part] {
    lineEnd = ["\n", "\n", "\r\n", "\r"].randomElement(using: &generator) ?? "\n"
    var parts: [Part] = []
    if Bool.random(using: &generator) {
      parts.append(Part(kind: .prose, bytes: [0xEF, 0xBB, 0xBF]))
    }
    if Bool.random(using: &generator) { parts += frontMatterParts() }
    var number = 0
    for _ in 0..<Int.random(in: 1...12, using: &generator) {
      if Int.random(in: 0..<3, using: &generator) > 0 {
        parts.append(part(.prose, pick(Self.prose)))
        continue
      }
      // A paragraph at the margin ends whatever block the prose above left open.
      parts.append(part(.prose, "\n\nEnd.\n"))
      number += 1
      parts.append(part(.cell, pick(Self.cells)))
      if Bool.random(using: &generator) {
        if Bool.random(using: &generator) { parts.append(part(.prose, "\n")) }
        parts.append(part(.output, "~~~~ output {#c\(number) .old hash=1}\nold ```\n~~~~~\n"))
      }
    }
    return parts
  }

  private mutating func frontMatterParts() -> [Part] {
    let whole = pick(Self.frontMatter)
    guard Bool.random(using: &generator), whole.hasSuffix("---\n") else {
      return [part(.frontMatter, whole)]
    }
    let data = "data:\n  # of old\n  'b''s.csv':\n    sha256: 77\n    bytes: 5\n"
    return [
      part(.frontMatter, String(whole.dropLast(4))), part(.data, data), part(.frontMatter, "---\n"),
    ]
  }

  private mutating func pick(_ texts: [String]) -> String {
    texts.randomElement(using: &generator) ?? ""
  }

  private func part(_ kind: Part.Kind, _ text: String) -> Part {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return Part(kind: kind, bytes: Array(lines.joined(separator: lineEnd).utf8))
  }

  /// The bytes with up to twelve of them replaced, removed or joined by a mark.
  mutating func mutated(_ original: [UInt8]) -> [UInt8] {
    var result = original
    let marks = Array("`~{}#=-:\"\\\n\r\t >*1.<".utf8) + [0xFF, 0]
    for _ in 0..<Int.random(in: 1...12, using: &generator) where !result.isEmpty {
      let index = Int.random(in: result.indices, using: &generator)
      let byte = marks.randomElement(using: &generator) ?? 0
      switch Int.random(in: 0..<3, using: &generator) {
      case 0: result[index] = byte
      case 1: result.insert(byte, at: index)
      default: result.remove(at: index)
      }
    }
    return result
  }

  mutating func outcomes(for document: NotebookDocument) -> [CellOutcome] {
    let texts = ["", "1", "a  b\n\n```\n1  2", "````` \r\nx", "\n lead", "é"]
    return document.cells.compactMap { cell in
      let text = pick(texts)
      guard Int.random(in: 0..<5, using: &generator) > 0 else { return nil }
      return CellOutcome(cellID: cell.id, text: text, hash: "abc")
    }
  }

  /// What writing must give, put together from the parts.
  func expected(
    _ parts: [Part], _ document: NotebookDocument, _ outcomes: [CellOutcome]
  ) -> [UInt8] {
    var result: [UInt8] = []
    var cell = -1
    var parts = parts
    placeData(in: &parts)
    for index in parts.indices {
      switch parts[index].kind {
      case .prose, .frontMatter, .data: result += parts[index].bytes
      case .cell:
        result += parts[index].bytes
        cell += 1
        if document.cells[cell].output == nil {
          result += output(document.cells[cell].id, outcomes) ?? []
        }
      case .output:
        result += output(document.cells[cell].id, outcomes) ?? parts[index].bytes
      }
    }
    return result
  }

  private func placeData(in parts: inout [Part]) {
    let lines = [
      "data:", "  a b.csv: { sha256: 00ff, bytes: 12, rows: 3 }",
      "  \"x: \\\"y\\\"#.csv\": { sha256: 1e5, bytes: 0 }", "",
    ]
    let data = Part(kind: .data, bytes: Array(lines.joined(separator: lineEnd).utf8))
    if let index = parts.firstIndex(where: { $0.kind == .data }) {
      parts[index] = data
    } else if let index = parts.firstIndex(where: { $0.kind == .frontMatter }) {
      let whole = text(parts[index].bytes)
      let ends = ["---  ", "---", "..."].map { $0 + lineEnd }
      let end = ends.first { whole.hasSuffix($0) } ?? ""
      let start = whole.dropLast(end.count)
      parts[index].bytes = bytes(start + text(data.bytes) + end)
    } else {
      let head = "---\(lineEnd)ritorno: 1\(lineEnd)"
      let bytes = bytes(head) + data.bytes + bytes("---\(lineEnd)")
      let mark = parts.first?.bytes == [0xEF, 0xBB, 0xBF] ? 1 : 0
      parts.insert(Part(kind: .frontMatter, bytes: bytes), at: mark)
    }
  }

  /// Nil if the cell has no outcome.
  private func output(_ id: String, _ outcomes: [CellOutcome]) -> [UInt8]? {
    guard let outcome = outcomes.first(where: { $0.cellID == id }) else { return nil }
    let bodies = [
      "": "", "1": "1", "a  b\n\n```\n1  2": "a  b\n\n```\n1  2", "````` \r\nx": "`````\nx",
      "\n lead": "\n lead", "é": "é",
    ]
    guard let body = bodies[outcome.text], !body.isEmpty else { return [] }
    let marks = body.contains("`````") ? "``````" : body.contains("```") ? "````" : "```"
    let whole = "\(marks)output {#\(id) hash=abc}\n\(body)\n\(marks)\n"
    return bytes(
      whole.split(separator: "\n", omittingEmptySubsequences: false)
        .joined(separator: lineEnd))
  }
}
