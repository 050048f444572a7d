import TestSupport
import Testing

/// SwiftPM on Linux builds what imports more than it declares; these tests do not let it pass.
@Suite("Imports")
struct ImportTests {
  private let manifest: Manifest

  init() throws {
    manifest = try Manifest()
  }

  /// Modules that are no targets and come with the compiler.
  private static let systemModules = ["Glibc", "Swift", "Synchronization", "Dispatch"]

  @Test("finds the rooms of the manifest")
  func findsRooms() {
    #expect(manifest.rooms.count >= 16)
    #expect(manifest["Sessions"]?.dependencies.contains("Vocabulary") == true)
    #expect(manifest["RitornoCommand"]?.dependencies.contains("ArgumentParser") == true)
    #expect(manifest["CLineEdit"]?.dependencies.isEmpty == true)
  }

  @Test("declares a target for every folder of sources and of tests")
  func foldersAreTargets() {
    // Fuzzing is declared below the list, because it is built on request only.
    for folder in Project.names(in: "Sources")
    where !folder.hasSuffix(".md") && folder != "Fuzzing" {
      #expect(
        manifest.rooms.contains { $0.name == folder },
        "Sources/\(folder) is no target: declare it in Package.swift")
    }
    let tested = manifest.targets.map(\.folder)
    for folder in Project.names(in: "Tests") {
      #expect(
        tested.contains("Tests/\(folder)"),
        "Tests/\(folder) is no target: declare it in Package.swift")
    }
  }

  @Test("imports only what a target declares")
  func importsAreDeclared() throws {
    for target in manifest.targets {
      let own = target.isTest ? ["Testing"] : []
      let allowed = target.dependencies + ImportTests.systemModules + own
      for file in Project.files(under: target.folder, ending: ".swift") {
        for module in try imports(of: file) where !allowed.contains(module) {
          Issue.record(
            """
            \(file) imports \(module), which \(target.name) does not declare: declare it in \
            Package.swift if the arrow may go there, else move the code
            """)
        }
      }
    }
  }

  @Test("uses every dependency that a target of the program declares")
  func dependenciesAreUsed() throws {
    for target in manifest.rooms {
      var used: Set<String> = []
      for file in Project.files(under: target.folder, ending: ".swift") {
        used.formUnion(try imports(of: file))
      }
      for dependency in target.dependencies where !used.contains(dependency) {
        Issue.record(
          "\(target.name) declares \(dependency) and never imports it: take it out of Package.swift"
        )
      }
    }
  }

  @Test("lets arrows go only to targets that stand higher in the manifest")
  func arrowsGoUp() throws {
    let names = manifest.targets.map(\.name)
    for (index, target) in manifest.targets.enumerated() {
      for dependency in target.dependencies {
        guard let place = names.firstIndex(of: dependency) else { continue }
        #expect(
          place < index,
          "\(target.name) depends on \(dependency), which stands below it: turn the arrow round")
      }
    }
  }

  @Test("keeps Foundation out")
  func noFoundation() throws {
    for target in manifest.targets {
      for file in Project.files(under: target.folder, ending: ".swift") {
        for module in try imports(of: file) where module.hasPrefix("Foundation") {
          Issue.record("\(file) imports \(module): it costs start-up time; use Glibc or own code")
        }
      }
    }
  }

  @Test("keeps the command line library in RitornoCommand")
  func argumentParserInOnePlace() throws {
    for target in manifest.rooms where target.name != "RitornoCommand" {
      for file in Project.files(under: target.folder, ending: ".swift") {
        #expect(
          try !imports(of: file).contains("ArgumentParser"),
          "\(file) imports ArgumentParser: flags are read in RitornoCommand alone")
      }
    }
  }

  @Test("keeps program targets free of what belongs to tests")
  func noTestCodeInRooms() {
    for target in manifest.rooms {
      #expect(!target.dependencies.contains("TestSupport"))
      #expect(!target.dependencies.contains("Testing"))
    }
  }
}
