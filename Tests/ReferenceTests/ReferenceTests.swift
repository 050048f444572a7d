import Notebooks
import Sessions
import Testing

@Suite("The reference manual")
struct ReferenceTests {
  @Test("Sources/REFERENCE.md is what the program prints")
  func isCurrent() throws {
    let root = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()
    let path = "\(root)/Sources/REFERENCE.md"
    let stored = String(decoding: try AtomicFile.read(path).bytes, as: UTF8.self)
    #expect(
      stored == Reference().markdown,
      "the declarations changed; mend it with  .build/debug/ritorno docs > Sources/REFERENCE.md")
  }

  @Test("has a section for every verb, function, aggregate and setting of the help")
  func complete() {
    let text = Reference().markdown
    let help = HelpPages()
    let topics = ["functions", "shell"]
    for word in help.words where !topics.contains(word) {
      #expect(text.contains("\n### \(word)\n") || text.contains("\n### help \(word)\n"), "\(word)")
    }
    for line in (help.page("functions") ?? "").split(separator: "\n") where line.contains("(") {
      guard line.hasPrefix("  "), !line.hasPrefix("      ") else { continue }
      #expect(text.contains("| `\(line.dropFirst(2))` |"), "\(line)")
    }
  }
}
