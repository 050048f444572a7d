import TestSupport

/// What Package.swift says of the targets of the program, in its order.
struct Manifest {
  struct Target {
    var name: String
    /// Other targets and products of packages.
    var dependencies: [String]
    var isTest: Bool
    /// The folder of its sources.
    var folder: String
  }

  let targets: [Target]

  /// Reads the lists of targets; a target is declared by `room`, `tests`, `.target` or `.executableTarget`.
  init() throws {
    let text = try Project.text("Package.swift")
    let list = text.range(after: "targets: [\n") ?? ""
    targets = Manifest.declarations(in: list).compactMap(Manifest.target)
  }

  subscript(name: String) -> Target? { targets.first { $0.name == name } }

  /// The targets of the program, tests and what only they use left out.
  var rooms: [Target] { targets.filter { $0.folder.hasPrefix("Sources/") } }

  /// The texts between the outermost brackets of a list, each with the word before it.
  private static func declarations(in list: String) -> [String] {
    var result: [String] = []
    var current = ""
    var depth = 0
    for line in list.split(separator: "\n") {
      let isComment = line.drop { $0 == " " }.hasPrefix("//")
      if isComment { continue }
      current += line
      depth += line.count { $0 == "(" } - line.count { $0 == ")" }
      if depth < 0 { break }
      if depth == 0 {
        result.append(current)
        current = ""
      }
    }
    return result
  }

  private static func target(_ declaration: String) -> Target? {
    let word = declaration.drop { $0 == " " }.prefix { $0 != "(" }
    guard ["room", "tests", ".target", ".testTarget", ".executableTarget"].contains(word) else {
      return nil
    }
    let texts = quoted(declaration)
    guard let name = texts.first else { return nil }
    let isTest = word == "tests" || word == ".testTarget"
    let place = declaration.range(after: "path: \"")?.prefix { $0 != "\"" }
    let linked = declaration.range(after: "linkedLibrary(\"")?.prefix { $0 != "\"" }
    let excluded = declaration.range(after: "exclude: [\"")?.prefix { $0 != "\"" }
    let other: [Substring?] = [place, linked, excluded, "swift-argument-parser"]
    return Target(
      name: name,
      dependencies: texts.dropFirst().filter { text in !other.contains { $0 == text[...] } },
      isTest: isTest,
      folder: place.map(String.init) ?? (isTest ? "Tests/" : "Sources/") + name)
  }

  private static func quoted(_ text: String) -> [String] {
    let parts = text.split(separator: "\"", omittingEmptySubsequences: false)
    return parts.indices.filter { $0 % 2 == 1 }.map { String(parts[$0]) }
  }
}

extension String {
  /// What follows the first place where a text stands; nil where it does not.
  func range(after text: String) -> String? {
    firstRange(of: text).map { String(self[$0.upperBound...]) }
  }
}

/// The modules that a source file imports.
func imports(of file: String) throws(FileProblem) -> [String] {
  try Project.text(file).split(separator: "\n").compactMap { line in
    var words = line.split(separator: " ")
    while let first = words.first,
      ["package", "private", "internal", "fileprivate", "public", "@preconcurrency"].contains(first)
    {
      words.removeFirst()
    }
    guard words.first == "import", words.count > 1 else { return nil }
    return String(words.last ?? "")
  }
}
