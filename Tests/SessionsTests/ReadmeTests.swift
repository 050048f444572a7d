import Sessions
import TestSupport
import Testing

/// What README.md shows is typed here.
@Suite("README")
struct ReadmeTests {
  /// A fence: the word after its marks, and its lines.
  private struct Block {
    var language: String
    var lines: [String] = []
  }

  private let blocks: [Block]

  init() throws {
    var blocks: [Block] = []
    var isInside = false
    for line in try Project.text("README.md").split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      if line.hasPrefix("```") {
        isInside.toggle()
        if isInside { blocks.append(Block(language: String(line.dropFirst(3)))) }
      } else if isInside {
        blocks[blocks.count - 1].lines.append(String(line))
      }
    }
    self.blocks = blocks
  }

  @Test("shows a session, commands and lines of the language")
  func showsSomething() {
    #expect(blocks.contains { $0.language == "ritorno" })
    #expect(blocks.contains { $0.language == "sh" })
    #expect(!commands.isEmpty)
    #expect(!typedLines.isEmpty)
  }

  @Test("answers every block of lines")
  func answersLines() throws {
    for block in blocks where block.language == "ritorno" {
      var session = Session(places: FilePlaces(folder: Project.root))
      let result = session.evaluateCell(block.lines.joined(separator: "\n"))
      #expect(result.error == nil, "\(result.error ?? "")")
      #expect(!result.text.isEmpty)
    }
  }

  @Test("answers the session that it shows, line for line")
  func answersSession() throws {
    var session = Session(places: FilePlaces(folder: Project.root))
    for line in typedLines where !line.hasPrefix(".") {
      let reply = session.evaluate(line)
      #expect(!reply.isFailure, "\(line)\n\(reply.rendered(in: .notebook).remarks)")
    }
  }

  @Test("runs every command that starts ritorno")
  func runsCommands() throws {
    let program = try Program()
    for command in commands {
      let result = try program.run(command, in: Project.root)
      #expect(result.status == 0, "ritorno \(command)\n\(result.errors)")
      #expect(!result.output.isEmpty, "ritorno \(command)")
    }
  }

  /// What stands after a prompt `name> `, and the file that the session begins with.
  private var typedLines: [String] {
    blocks.filter { $0.language.isEmpty }.flatMap(\.lines).compactMap { line in
      if line.hasPrefix("$ ritorno ") { return "load " + line.dropFirst("$ ritorno ".count) }
      guard let mark = line.firstRange(of: "> "), !line.hasPrefix("$") else { return nil }
      return String(line[mark.upperBound...])
    }
  }

  /// The arguments of each command `.build/release/ritorno ...` of a shell block.
  private var commands: [[String]] {
    let parts = blocks.filter { $0.language == "sh" }.flatMap(\.lines)
      .flatMap { $0.split(separator: "&&") }.map { words(of: $0) }
    return parts.filter { $0.first?.hasSuffix("/ritorno") == true && $0.count > 1 }
      .map { Array($0.dropFirst()) }
  }

  /// The words of a command as a shell tells them apart; double quotes keep blanks.
  private func words(of command: Substring) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    for character in command + " " {
      if character == "\"" {
        isQuoted.toggle()
      } else if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.append(character)
      }
    }
    return words
  }
}
