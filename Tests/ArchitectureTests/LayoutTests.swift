import Planning
import TestSupport
import Testing
import Vocabulary

/// What files hold and where they stand.
@Suite("Layout")
struct LayoutTests {
  private static let sources = Project.files(under: "Sources", ending: ".swift")
  private static let allFiles = sources + Project.files(under: "Tests", ending: ".swift")

  /// Targets and files that may say `unsafe`: kernels, the terminal, and the file calls of POSIX.
  private static let unsafePlaces = [
    "Sources/Kernels/", "Sources/Terminal/", "Sources/Fuzzing/Driver.swift",
    "Sources/TableFiles/FileBytes.swift", "Sources/Spreadsheets/Deflate.swift",
    "Sources/Notebooks/POSIXFile.swift",
  ]

  @Test("says unsafe only where memory and POSIX are handled")
  func unsafeStaysInItsPlaces() throws {
    for file in LayoutTests.sources
    where !LayoutTests.unsafePlaces.contains(where: file.hasPrefix) {
      for (number, line) in try codeLines(of: file) where words(of: line).contains("unsafe") {
        Issue.record(
          """
          \(file):\(number) says unsafe: move the call into Kernels or Terminal, or behind \
          POSIXFile or FileBytes, and offer it safe
          """)
      }
    }
  }

  @Test("neither forces an optional nor a try, and stops at nothing that was typed")
  func noForcing() throws {
    for file in LayoutTests.sources {
      for (number, line) in try codeLines(of: file) {
        for call in ["try!", "fatalError(", " as! "] where line.contains(call) {
          Issue.record("\(file):\(number) has \(call): throw an error or give a default")
        }
      }
    }
  }

  @Test("leaves no work marks")
  func noWorkMarks() throws {
    let marks = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    for file in LayoutTests.allFiles {
      for (number, line) in try Project.text(file).split(
        separator: "\n", omittingEmptySubsequences: false
      ).enumerated() where marks.contains(where: line.contains) {
        Issue.record("\(file):\(number + 1) has a work mark: do it, or open an issue and delete it")
      }
    }
  }

  @Test("keeps files short enough to read in one sitting")
  func filesAreShort() throws {
    for file in LayoutTests.allFiles {
      let count = try Project.text(file).count { $0 == "\n" }
      #expect(count <= 600, "\(file) has \(count) lines: split it by concept, 600 is the most")
    }
  }

  @Test("holds every verb of Vocabulary/Verbs in the lexicon, one a file")
  func verbsAreInTheLexicon() {
    let files = typeNames("Sources/Vocabulary/Verbs")
    let types = Lexicon.standard.verbs.map { "\(type(of: $0))" }
    for file in files where !types.contains(file) {
      Issue.record("Verbs/\(file).swift is not in Lexicon.standard: add a line  \(file)(),")
    }
    for type in types where !files.contains(type) {
      Issue.record("the verb \(type) has no file Verbs/\(type).swift of its own")
    }
  }

  @Test("holds every measure of Vocabulary/Measures in churn, one a file")
  func measuresAreInChurn() {
    let files = typeNames("Sources/Vocabulary/Measures")
    let names = Churn.measures.map {
      "Churn" + $0.name.prefix(1).uppercased() + $0.name.dropFirst()
    }
    for file in files where !names.contains(file) {
      Issue.record("Measures/\(file).swift is not in Churn.measures: add it to the list")
    }
    for name in names where !files.contains(name) {
      Issue.record("the measure \(name) has no file Measures/\(name).swift of its own")
    }
  }

  @Test("holds at the top level only what the layout allows")
  func topLevel() {
    let allowed = [
      "Package.swift", "Sources", "Tests", "notebooks", "datasets", "README.md", "LICENSE", ".ci",
      ".gitattributes", ".gitignore", ".swift-format", ".git", "Package.resolved", ".swiftpm",
    ]
    for name in Project.names(in: ".")
    where !allowed.contains(name) && !name.hasPrefix(".build") {
      Issue.record(
        "'\(name)' does not belong at the top level: move it into a folder of the layout")
    }
    for name in [
      "Package.swift", "Sources", "Tests", "datasets", ".gitattributes", ".gitignore",
      ".swift-format",
    ] {
      #expect(Project.names(in: ".").contains(name), "\(name) is missing at the top level")
    }
  }

  @Test("leaves no placeholder in a target that has other files")
  func noPlaceholders() {
    for file in LayoutTests.sources where file.hasSuffix("/Placeholder.swift") {
      Issue.record("\(file) is a placeholder: delete it, or the target if it holds nothing")
    }
  }

  @Test("says of every dataset what it is")
  func datasetsAreDescribed() throws {
    let page = try Project.text("datasets/README.md")
    for file in Project.names(in: "datasets") where file != "README.md" {
      #expect(page.contains(file), "datasets/README.md does not say what \(file) is")
    }
  }

  private func typeNames(_ folder: String) -> [String] {
    Project.names(in: folder).filter { $0.hasSuffix(".swift") }.map { String($0.dropLast(6)) }
  }

  /// The lines of a file with their numbers, comments left out.
  private func codeLines(of file: String) throws(FileProblem) -> [(Int, Substring)] {
    let lines = try Project.text(file).split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().filter { !$0.element.drop { $0 == " " }.hasPrefix("//") }
      .map { ($0.offset + 1, $0.element) }
  }

  private func words(of line: Substring) -> [Substring] {
    line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
  }
}
