import Columns
import Glibc
import Kernels
import TableFiles
import TestSupport
import Testing

@Suite("Digests of what was loaded")
struct ContentDigestTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let rows = "id,start\n1,2024-01-01\n2,2024-02-02\n"

  private func digest(of name: String) throws -> ContentDigest {
    let loaded = try readTable(path: folder.path(name), writtenAs: name)
    return try #require(loaded.table.about.sources.first).digest
  }

  @Test("are those of the bytes of the file, however they were read")
  func ofTheFile() throws {
    let utf16: [UInt8] = [0xFF, 0xFE] + rows.utf8.flatMap { [$0, 0] }
    for (name, bytes) in [("a.csv", Array(rows.utf8)), ("b.csv", utf16)] {
      try writeBytes(bytes, to: folder.path(name))
      #expect(try digest(of: name).hexDigits == SHA256.hexDigest(of: bytes))
      let loaded = try readTable(bytes: bytes, writtenAs: "-")
      #expect(loaded.table.about.sources.first?.sha256 == SHA256.hexDigest(of: bytes))
    }
  }

  @Test(
    "are lost where the file is not as it was", arguments: ["grown", "written", "replaced", "gone"])
  func changed(how: String) throws {
    let path = try folder.write(rows, to: "a.csv")
    let (early, late) = (try digest(of: "a.csv"), try digest(of: "a.csv"))
    let digits = early.hexDigits
    #expect(digits == SHA256.hexDigest(of: Array(rows.utf8)))
    // Longer than a step of the clock that files are stamped with.
    usleep(20_000)
    switch how {
    case "grown": try folder.write(rows + "3,2024-03-03\n", to: "a.csv")
    case "written": try folder.write(rows, to: "a.csv")
    case "replaced":
      let other = try folder.write(rows, to: "b.csv")
      #expect(unsafe rename(other, path) == 0)
    default: #expect(unsafe unlink(path) == 0)
    }
    #expect(late.hexDigits == ContentDigest.lost)
    #expect(early.hexDigits == digits, "what was made stays")
  }

  @Test("are made once, by whoever comes first")
  func once() {
    let calls = Guarded(0)
    let digest = ContentDigest(later: {
      calls.withLock { $0 += 1 }
      return "ab"
    })
    #expect(digest == digest)
    #expect(calls.withLock { $0 } == 0, "the same digest need not be made to be compared")
    for _ in 0..<8 { digest.makeInBackground() }
    #expect(digest.hexDigits == "ab")
    #expect(digest == ContentDigest("ab") && digest != ContentDigest("cd"))
    #expect(calls.withLock { $0 } == 1)
  }
}
