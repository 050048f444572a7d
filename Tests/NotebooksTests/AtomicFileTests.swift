import Glibc
import Notebooks
import Testing

@Suite("Saving a file")
struct AtomicFileTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func mode(_ path: String) -> UInt32 {
    var info = stat()
    return unsafe stat(path, &info) == 0 ? info.st_mode & 0o7777 : 0
  }

  @Test("writes a new file and replaces an old one, keeping its mode")
  func replaces() throws {
    let path = folder.file("a.md")
    let stamp = try AtomicFile.write(bytes("one"), to: path, expecting: .missing)
    #expect(try AtomicFile.read(path).bytes == bytes("one"))
    #expect(try AtomicFile.read(path).stamp == stamp)
    _ = unsafe chmod(path, 0o640)
    try AtomicFile.write(bytes("two"), to: path, expecting: stamp)
    #expect(try AtomicFile.read(path).bytes == bytes("two"))
    #expect(mode(path) == 0o640)
    #expect(folder.names == ["a.md"])
  }

  @Test(
    "after a failure of any system call has the old bytes or the new ones, and no litter",
    arguments: [ENOSPC, EIO, EFBIG, EROFS, EDQUOT, EACCES])
  func failsAnywhere(number: Int32) throws {
    let path = folder.file("a.md")
    let (old, new) = (bytes("old"), [UInt8](repeating: 0x61, count: 1000))
    var reached = 0
    for call in 1...100 {
      try AtomicFile.write(old, to: path)
      let calls = FailingCalls(failing: call, with: number, chunk: 300)
      var failure: NotebookFileError?
      do throws(NotebookFileError) {
        try AtomicFile.write(new, to: path, calls: calls)
      } catch {
        failure = error
      }
      guard calls.hasFailed else { break }
      reached = call
      let found = try AtomicFile.read(path).bytes
      #expect(found == old || found == new, "call \(call)")
      #expect(failure != nil || found == new, "call \(call)")
      #expect(failure.map { $0.message.hasPrefix("cannot save '\(path)': ") } ?? true)
      #expect(folder.names == ["a.md"], "call \(call)")
    }
    #expect(reached >= 12)
  }

  @Test("refuses when the file was changed, removed or made since it was read")
  func changed() throws {
    let path = folder.file("a.md")
    try AtomicFile.write(bytes("one"), to: path)
    let stamp = try AtomicFile.read(path).stamp
    try AtomicFile.write(bytes("two"), to: path)
    func kind(_ path: String, _ stamp: FileStamp) -> NotebookFileError.Kind? {
      do throws(NotebookFileError) {
        try AtomicFile.write(bytes("three"), to: path, expecting: stamp)
        return nil
      } catch { return error.kind }
    }
    #expect(kind(path, stamp) == .changed)
    #expect(kind(path, .missing) == .changed)
    #expect(kind(folder.file("b.md"), stamp) == .changed)
    #expect(try AtomicFile.read(path).bytes == bytes("two"))
    #expect(folder.names == ["a.md"])
  }

  @Test("lets one of several writers win that all read the same bytes")
  func race() async throws {
    let path = folder.file("a.md")
    let stamp = try AtomicFile.write(bytes("old"), to: path)
    let winners = await withTaskGroup(of: Int?.self) { group in
      for writer in 0..<8 {
        group.addTask {
          let new = bytes("new \(writer)")
          let result = try? AtomicFile.write(new, to: path, expecting: stamp)
          return result == nil ? nil : writer
        }
      }
      return await group.reduce(into: [Int]()) { if let writer = $1 { $0.append(writer) } }
    }
    #expect(winners.count == 1)
    #expect(try AtomicFile.read(path).bytes == bytes("new \(winners.first ?? -1)"))
    #expect(folder.names == ["a.md"])
  }

  @Test("follows a link to the file it leads to, and refuses one that leads nowhere")
  func links() throws {
    try AtomicFile.write(bytes("one"), to: folder.file("a.md"))
    _ = unsafe symlink("a.md", folder.file("link.md"))
    _ = unsafe symlink("nowhere", folder.file("broken.md"))
    try AtomicFile.write(bytes("two"), to: folder.file("link.md"))
    #expect(try AtomicFile.read(folder.file("a.md")).bytes == bytes("two"))
    let error = #expect(throws: NotebookFileError.self) {
      try AtomicFile.write(bytes("two"), to: folder.file("broken.md"))
    }
    #expect(error?.kind == .missing)
    #expect(folder.names == ["a.md", "broken.md", "link.md"])
  }

  @Test("names what is wrong with the path")
  func badPaths() throws {
    _ = unsafe mkfifo(folder.file("pipe"), 0o600)
    func kinds(_ path: String) -> [NotebookFileError.Kind?] {
      var kinds: [NotebookFileError.Kind?] = [nil, nil]
      do throws(NotebookFileError) { _ = try AtomicFile.read(path) } catch { kinds[0] = error.kind }
      do throws(NotebookFileError) {
        try AtomicFile.write(bytes("x"), to: path)
      } catch {
        kinds[1] = error.kind
      }
      return kinds
    }
    #expect(kinds(folder.file("none/a.md")) == [.missing, .missing])
    #expect(kinds(folder.path) == [.notAFile, .notAFile])
    #expect(kinds("/dev/full") == [.notAFile, .notAFile])
    #expect(kinds(folder.file("pipe")) == [.notAFile, .notAFile])
    #expect(kinds("") == [.missing, .badPath])
    #expect(kinds(folder.file(String(repeating: "x", count: 5000))) == [.badPath, .badPath])
    #expect(kinds("/dev/full/a") == [.badPath, .badPath])
  }

  @Test("takes a name of the greatest length, and clears what a killed writer left")
  func longName() throws {
    let path = folder.file(String(repeating: "n", count: 255))
    let calls = FailingCalls(failing: 0, with: 0)
    try AtomicFile.write(bytes("one"), to: path)
    let temporary = folder.file(try #require(leftOver(path)))
    try AtomicFile.write(bytes("half"), to: temporary)
    try AtomicFile.write(bytes("two"), to: path, calls: calls)
    #expect(folder.names.count == 1)
    #expect(try AtomicFile.read(path).bytes == bytes("two"))
  }

  /// The name of the temporary file: that of a writer which could neither rename nor remove it.
  private func leftOver(_ path: String) -> String? {
    let calls = StuckCalls()
    _ = try? AtomicFile.write(bytes("x"), to: path, calls: calls)
    return folder.names.first { $0.hasPrefix(".ritorno-") }
  }

  @Test("waits for another writer in the folder, and refuses if that one goes on")
  func locked() throws {
    let path = folder.file("a.md")
    try AtomicFile.write(bytes("one"), to: path)
    let other = POSIXFile()
    let descriptor = try other.openFolder(folder.path)
    #expect(try other.lock(descriptor))
    let error = #expect(throws: NotebookFileError.self) {
      try AtomicFile.write(bytes("two"), to: path)
    }
    #expect(error?.kind == .locked)
    #expect(try AtomicFile.read(path).bytes == bytes("one"))
    try other.close(descriptor)
    try AtomicFile.write(bytes("two"), to: path)
    #expect(try AtomicFile.read(path).bytes == bytes("two"))
  }
}
