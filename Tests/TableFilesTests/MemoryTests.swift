import Columns
import TableFiles
import TestSupport
import Testing

/// What would not fit is refused before memory is asked for.
@Suite("Memory of a table")
struct MemoryTests {
  private let clients =
    "id,start,plan,fee\n"
    + (0..<3_000).map { "C\(10_000 + $0),2024-01-0\($0 % 9 + 1),Base,1\($0 % 10).50\n" }.joined()

  private func load(_ text: String, _ change: (inout LoadOptions) -> Void) throws -> LoadedTable {
    var options = LoadOptions()
    options.sizes = ReadingSizes(head: 512, piece: 256, workers: 2)
    change(&options)
    return try readTable(bytes: Array(text.utf8), writtenAs: "clients.csv", options: options)
  }

  @Test("is estimated from the first rows, and a file beyond the limit refused with a way out")
  func limit() throws {
    // Six bytes of an id, four of a day, one of a plan, eight of a fee: 57 kB, and some rows to spare.
    let loaded = try load(clients) { $0.memory = MemoryRoom(limit: 100_000) }
    #expect(loaded.table.rowCount == 3_000)
    let error = #expect(throws: FileError.self) {
      try load(clients) { $0.memory = MemoryRoom(limit: 50_000) }
    }
    #expect(
      error?.message
        == "'clients.csv' is too large: its table takes about 0.1 MB, and memory_limit allows 0.1 MB"
    )
    #expect(
      error?.help == "keep only the columns you need:  load FILE with columns = \"NAME, NAME\"")
  }

  @Test("is less where only some columns are kept")
  func chosenColumns() throws {
    let loaded = try load(clients) {
      $0.memory = MemoryRoom(limit: 50_000)
      $0.kept = ["id", "start"]
    }
    #expect(loaded.table.rowCount == 3_000)
  }

  @Test("is not known beforehand of a packed file, and refused on the way")
  func packed() throws {
    // What is read so far may be all of it, but the buffer for what may follow would not fit.
    let text = "x,y\n" + String(repeating: "1234,5678\n", count: 400)
    var bytes: [UInt8] = [0xFF, 0xFE]
    bytes += text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    var options = LoadOptions()
    options.sizes = ReadingSizes(head: 512, piece: 256, workers: 1)
    options.memory = MemoryRoom(limit: 1_000)
    #expect(throws: FileError.self) {
      try readTable(bytes: bytes, writtenAs: "wide.csv", options: options)
    }
  }

  @Test("is what the machine, the process and its control groups leave")
  func systems() throws {
    let folder = try TemporaryFolder()
    let room = MemoryRoom(root: folder.path)
    try folder.write("MemTotal: 9000 kB\nMemAvailable:    5000 kB\n", to: "proc/meminfo")
    #expect(room.free == 5_000 * 1024)
    // The second version: a limit on the group above counts too.
    try folder.write("0::/app/job\n", to: "proc/self/cgroup")
    try folder.write("max\n", to: "sys/fs/cgroup/app/job/memory.max")
    try folder.write("1000\n", to: "sys/fs/cgroup/app/job/memory.current")
    #expect(room.free == 5_000 * 1024)
    try folder.write("4000000\n", to: "sys/fs/cgroup/app/memory.max")
    try folder.write("1500000\n", to: "sys/fs/cgroup/app/memory.current")
    try folder.write("anon 1\ninactive_file 500000\n", to: "sys/fs/cgroup/app/memory.stat")
    #expect(room.free == 3_000_000)
    // The first version, whose path is not seen from inside a container.
    try folder.write("9:cpu:/\n4:memory:/box/7\n0::/\n", to: "proc/self/cgroup")
    try folder.write("2000000\n", to: "sys/fs/cgroup/memory/memory.limit_in_bytes")
    try folder.write("1900000\n", to: "sys/fs/cgroup/memory/memory.usage_in_bytes")
    #expect(room.free == 100_000)
    // A group that is over its limit leaves nothing.
    try folder.write("2900000\n", to: "sys/fs/cgroup/memory/memory.usage_in_bytes")
    #expect(room.free == 0)
  }

  @Test("is refused by what is free, named in the message")
  func free() throws {
    let folder = try TemporaryFolder()
    try folder.write("MemAvailable: 1000 kB\n", to: "proc/meminfo")
    let room = MemoryRoom(root: folder.path)
    #expect(throws: Never.self) { try room.require(16 << 20, writtenAs: "x.csv") }
    let error = #expect(throws: FileError.self) { try room.require(90_000_000, writtenAs: "x.csv") }
    #expect(
      error?.message == "'x.csv' is too large: its table takes about 90 MB, and 1.0 MB are free")
  }
}
