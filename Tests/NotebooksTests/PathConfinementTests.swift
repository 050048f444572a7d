import Glibc
import Notebooks
import Testing

@Suite("The paths a notebook may use")
struct PathConfinementTests {
  let folder: TemporaryFolder
  private let root: String
  private let notebooks: String

  init() throws {
    folder = try TemporaryFolder()
    root = folder.file("base")
    notebooks = root + "/notebooks"
    for path in [root, notebooks, root + "/data", folder.file("base2")] {
      _ = unsafe mkdir(path, 0o700)
    }
    for path in [root + "/data/a.csv", notebooks + "/b.csv", folder.file("base2/secret.csv")] {
      try AtomicFile.write(bytes("x"), to: path)
    }
    _ = unsafe symlink(folder.file("base2"), notebooks + "/out")
    _ = unsafe symlink("../data", notebooks + "/in")
    _ = unsafe symlink("nowhere", notebooks + "/broken")
    _ = unsafe mkfifo(notebooks + "/pipe", 0o600)
  }

  private func confined(_ path: String, allowsOutside: Bool = false) throws -> String {
    try confinedPath(
      path, notebookFolder: notebooks, root: root, allowsOutside: allowsOutside)
  }

  @Test("lie inside the root after every link is followed")
  func inside() throws {
    #expect(try confined("b.csv").hasSuffix("/base/notebooks/b.csv"))
    #expect(try confined("../data/a.csv").hasSuffix("/base/data/a.csv"))
    #expect(try confined("in/a.csv").hasSuffix("/base/data/a.csv"))
    #expect(try confined("new.svg").hasSuffix("/base/notebooks/new.svg"))
    #expect(try confined(root + "/data/a.csv").hasSuffix("/base/data/a.csv"))
  }

  @Test(
    "lie not outside, and are no pipes, folders, devices or addresses",
    arguments: [
      ("../../base2/secret.csv", NotebookFileError.Kind.outsideRoot),
      ("out/secret.csv", .outsideRoot), ("out/new.csv", .outsideRoot),
      ("../../new.csv", .outsideRoot), ("/dev/zero", .outsideRoot), ("/etc/passwd", .outsideRoot),
      ("pipe", .notAFile), ("../data", .notAFile), ("broken", .missing), ("none/x", .missing),
      ("none/../b.csv", .missing), ("", .badPath), ("b.csv\u{0}x", .badPath),
      ("http://example.org/a.csv", .badPath), ("S3://b/a.csv", .badPath),
    ])
  func refused(path: String, kind: NotebookFileError.Kind) throws {
    let error = #expect(throws: NotebookFileError.self) { try confined(path) }
    #expect(error?.kind == kind, "\(error?.message ?? "")")
  }

  @Test("may lie outside where the flag allows it, but an address stays refused")
  func allowed() throws {
    #expect(try confined("out/secret.csv", allowsOutside: true).hasSuffix("/base2/secret.csv"))
    #expect(try confined("/dev/zero", allowsOutside: true) == "/dev/zero")
    #expect(throws: NotebookFileError.self) { try confined("http://a/b", allowsOutside: true) }
  }

  @Test("have the working folder as root if it contains the notebook, else the notebook's own")
  func roots() throws {
    func root(_ working: String) throws -> String {
      try confinementRoot(notebookFolder: notebooks, workingFolder: working)
    }
    #expect(try root(self.root).hasSuffix("/base"))
    #expect(try root(notebooks).hasSuffix("/base/notebooks"))
    #expect(try root(folder.file("base2")).hasSuffix("/base/notebooks"))
    #expect(try root(self.root + "/data").hasSuffix("/base/notebooks"))
  }
}
