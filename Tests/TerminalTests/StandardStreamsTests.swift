import Glibc
import Terminal
import Testing

extension SignalAndTerminalTests {
  @Suite struct StandardStreamsTests {
    init() { prepareProcess() }

    @Test("reads to the end, whatever the bytes")
    func reads() throws {
      let pipe = try Pipe()
      pipe.write("a\0è\n")
      pipe.closeWriting()
      #expect(try readAll(from: pipe.reading) == Array("a\0è\n".utf8))
    }

    @Test("refuses an input without end, a closed one and a folder")
    func refuses() throws {
      let zero = unsafe open("/dev/zero", O_RDONLY)
      defer { close(zero) }
      #expect(throws: ReadFailure.tooLarge(limit: 1_000)) {
        try readAll(from: zero, limit: 1_000)
      }
      #expect(throws: ReadFailure.failed("Bad file descriptor")) { try readAll(from: -1) }
      let folder = unsafe open("/", O_RDONLY)
      defer { close(folder) }
      #expect(throws: ReadFailure.failed("Is a directory")) { try readAll(from: folder) }
    }

    @Test("writes a text that is longer than the pipe holds")
    func writes() async throws {
      let pipe = try Pipe()
      let text = String(repeating: "riga è\n", count: 100_000)
      let descriptor = dup(pipe.writing)
      pipe.closeWriting()
      async let result = {
        defer { close(descriptor) }
        return writeAll(text, to: descriptor)
      }()
      let bytes = try readAll(from: pipe.reading)
      #expect(await result == .written)
      #expect(bytes == Array(text.utf8))
    }

    @Test("tells a closed pipe, a full disk and a closed descriptor apart")
    func failures() throws {
      let pipe = try Pipe()
      pipe.closeReading()
      #expect(writeAll("x", to: pipe.writing) == .closed)
      let full = unsafe open("/dev/full", O_WRONLY)
      defer { close(full) }
      #expect(writeAll("x", to: full) == .failed("No space left on device"))
      #expect(writeAll("", to: full) == .written)
      #expect(writeAll("x", to: -1) == .failed("Bad file descriptor"))
    }

    @Test("keeps the places of closed standard streams from other files, and useless")
    func reserves() async {
      await #expect(processExitsWith: .success) {
        for descriptor in 0...2 as ClosedRange<Int32> { close(descriptor) }
        reserveStandardDescriptors()
        let next = unsafe open("/dev/null", O_RDONLY)
        let failed = WriteResult.failed("Bad file descriptor")
        let isUseless =
          (try? readAll()) == nil && writeAll("x", to: 1) == failed
          && writeAll("x", to: 2) == failed
        exit(next > 2 && isUseless ? 0 : 1)
      }
    }
  }
}
