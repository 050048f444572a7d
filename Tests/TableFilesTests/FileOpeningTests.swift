import Columns
import Glibc
import TableFiles
import Testing

@Suite("Opening files")
struct FileOpeningTests {
  /// A fresh folder that goes with the test.
  private final class Folder {
    let path: String

    init() throws {
      var random = SystemRandomNumberGenerator()
      let parent = Environment.temporaryFolder
      path = parent + "/table-files-\(random.next())"
      try #require(unsafe mkdir(path, 0o700) == 0)
    }

    func write(_ name: String, _ bytes: [UInt8]) throws -> String {
      let file = path + "/" + name
      let descriptor = unsafe open(file, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
      try #require(descriptor >= 0)
      defer { close(descriptor) }
      try #require(unsafe Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
      return file
    }

    deinit {
      for name in ["clients.csv", "pipe", "empty.csv", "secret.csv", "loop"] {
        unsafe unlink(path + "/" + name)
      }
      unsafe rmdir(path)
    }
  }

  private func failure(_ path: String) -> FileError? {
    do {
      _ = try readTable(path: path, writtenAs: "data/x.csv")
      return nil
    } catch {
      return error
    }
  }

  @Test("reads a file and names it as it was written")
  func reads() throws {
    let folder = try Folder()
    let path = try folder.write("clients.csv", Array("id,start\n1,2024-01-01\n".utf8))
    let loaded = try readTable(path: path, writtenAs: "data/clients.csv")
    #expect(loaded.table.about.sources.first?.path == "data/clients.csv")
    #expect(loaded.table.about.title == "clients")
  }

  @Test("names a near file where there is none")
  func missing() throws {
    let folder = try Folder()
    _ = try folder.write("clients.csv", [0x61])
    let error = failure(folder.path + "/client.csv")
    #expect(error?.message == "there is no file 'data/x.csv'")
    #expect(error?.help == "did you mean 'data/clients.csv'?")
    #expect(failure(folder.path + "/zzz.csv")?.help == nil)
  }

  @Test("refuses folders, pipes, devices, loops, long paths and empty files at once")
  func refuses() throws {
    let folder = try Folder()
    #expect(failure(folder.path)?.message == "'data/x.csv' is a folder")
    try #require(unsafe mkfifo(folder.path + "/pipe", 0o600) == 0)
    #expect(failure(folder.path + "/pipe")?.message == "'data/x.csv' is a pipe, not a file")
    #expect(failure("/dev/zero")?.message == "'data/x.csv' is a device, not a file")
    try #require(unsafe symlink("loop", folder.path + "/loop") == 0)
    #expect(failure(folder.path + "/loop")?.message.contains("link") == true)
    let long = folder.path + "/" + String(repeating: "x", count: 5_000)
    #expect(failure(long)?.message.contains("too long") == true)
    let empty = try folder.write("empty.csv", [])
    #expect(failure(empty)?.message == "'data/x.csv' is empty")
    #expect(failure(folder.path + "/empty.csv/x")?.message.contains("no folder") == true)
    #expect(failure("a\0b")?.message == "a path cannot hold a NUL byte")
  }

  @Test("stops when told")
  func cancelled() throws {
    let folder = try Folder()
    let path = try folder.write("clients.csv", Array("id\n1\n".utf8))
    do {
      _ = try readTable(path: path, writtenAs: "x", isCancelled: { true })
      Issue.record("was not stopped")
    } catch {
      #expect(error.isCancellation)
    }
  }

  private static let strangers: [(bytes: [UInt8], word: String)] = [
    (inArchive("[Content_Types].xml"), "Excel"), (inArchive("word/document.xml"), "Word"),
    (inArchive("data.csv"), "zip archive"), ([0x1F, 0x8B, 8], "gzip"),
    ([0x1F, 0x8B, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9], "damaged"),
    ([0x89, 0x50, 0x4E, 0x47, 0x0D], "PNG"), ([0xFF, 0xD8, 0xFF, 0xE0], "JPEG"),
    (Array("%PDF-1.7".utf8), "PDF"), (Array("PAR1\u{15}\u{04}".utf8), "Parquet"),
    (Array("[{\"a\":1}]".utf8), "is JSON"), (Array("{\n  \"clients\": []\n}\n".utf8), "is JSON"),
    (Array("\n{\n \"cells\": [{\"cell_type\": \"code\"".utf8), "Jupyter notebook"),
    (Array(" <HTML><body>".utf8), "web page"), (Array("a,b\n1,\0\n".utf8), "NUL"),
  ]

  private static func inArchive(_ name: String) -> [UInt8] {
    [0x50, 0x4B, 0x03, 0x04, 0, 0] + Array(name.utf8)
  }

  @Test("names what is no text", arguments: strangers)
  func binary(bytes: [UInt8], word: String) {
    do {
      _ = try readTable(bytes: bytes, writtenAs: "x.csv")
      Issue.record("was read")
    } catch {
      #expect(error.message.contains(word), "\(error.message)")
    }
  }

  @Test(
    "reads text that begins as other files do",
    arguments: [
      "PAR1,PAR2\n1,2\n", "BZh,x\n1,2\n", "Rar!,x\n1,2\n", "RDX3,x\n1,2\n", "<id>,x\n1,2\n",
    ])
  func text(_ text: String) throws {
    #expect(try read(text).table.rowCount == 1)
  }

  @Test("refuses more columns than can be handled")
  func manyColumns() {
    do {
      _ = try readTable(
        bytes: [UInt8](repeating: UInt8(ascii: ","), count: 200_000), writtenAs: "x.csv")
      Issue.record("was read")
    } catch {
      #expect(error.message == "200001 columns are too many (at most 131072)")
    }
  }
}

private enum Environment {
  static var temporaryFolder: String {
    guard let value = unsafe getenv("TMPDIR") else { return "/tmp" }
    return unsafe String(cString: value)
  }
}
