import Columns
import Glibc
import Kernels
import Notebooks
import Sessions
import TestSupport
import Testing

@Suite("A session saved after its file changed")
struct SavedDigestTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("member,plan\n1,annual\n2,monthly\n", to: "gym.csv")
  }

  /// The fingerprint in a notebook of `load gym.csv`, which is saved after `change`.
  private func saved(
    digestsFirst: Bool, _ change: () throws -> Void
  ) throws -> (print: DataFingerprint, isVerified: Bool) {
    var session = Session(places: FilePlaces(folder: folder.path))
    var log = SessionLog()
    for line in ["load gym.csv", "group by plan: n = count()"] {
      let result = session.evaluateCell(line)
      #expect(result.error == nil)
      if digestsFirst { for file in result.files { #expect(!file.sha256.isEmpty) } }
      log.add(line, result)
    }
    try change()
    try log.save(to: folder.path("gym.md"), from: session)
    let notebook = try OpenNotebook(path: folder.path("gym.md"))
    let print = try #require(notebook.document.frontMatter.fingerprints.first)
    return (print, try NotebookVerification(notebook, ReplayChoices()).isSame)
  }

  private func grow() throws {
    // Longer than a step of the clock that files are stamped with.
    usleep(20_000)
    try folder.write("member,plan\n1,annual\n2,monthly\n3,annual\n", to: "gym.csv")
  }

  @Test("tells what the file held, where that was taken down before")
  func digestedBefore() throws {
    let held = SHA256.hexDigest(of: Array("member,plan\n1,annual\n2,monthly\n".utf8))
    let (print, isVerified) = try saved(digestsFirst: true, grow)
    #expect(print.sha256 == held && print.bytes == 31 && !isVerified)
  }

  @Test("is never taken for one on the file as it is now")
  func digestedTooLate() throws {
    let (print, isVerified) = try saved(digestsFirst: false, grow)
    #expect(print.isLost && print.rows == 2 && !isVerified)
  }

  @Test("tells what the file holds where it did not change")
  func unchanged() throws {
    let (print, isVerified) = try saved(digestsFirst: false) {}
    #expect(print.sha256.count == 64 && isVerified)
  }
}
