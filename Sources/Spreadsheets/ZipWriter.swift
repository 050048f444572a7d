/// Makes a zip archive. Equal parts give equal bytes: every part is dated 1980-01-01.
package struct ZipWriter {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  package init() {}

  /// Adds a part, packed where that makes it smaller.
  package mutating func add(_ name: String, _ content: [UInt8], packs: Bool = true) {
    let packed = packs ? deflated(content).flatMap { $0.count < content.count ? $0 : nil } : nil
    let data = packed ?? content
    let offset = bytes.count
    let nameBytes = Array(name.utf8)
    // Version 2.0, UTF-8 names, method, time 0, 1980-01-01, sum, sizes, length of the name, no extra.
    var common: [UInt8] = []
    put(20, 2, &common)
    put(0x0800, 2, &common)
    put(packed == nil ? 0 : 8, 2, &common)
    put(0, 2, &common)
    put(0x21, 2, &common)
    put(Int(checkSum(content)), 4, &common)
    put(data.count, 4, &common)
    put(content.count, 4, &common)
    put(nameBytes.count, 2, &common)
    put(0, 2, &common)
    put(0x0403_4B50, 4, &bytes)
    bytes += common + nameBytes + data
    put(0x0201_4B50, 4, &directory)
    put(20, 2, &directory)
    directory += common
    // No comment, first disk, no attributes.
    put(0, 2, &directory)
    put(0, 2, &directory)
    put(0, 2, &directory)
    put(0, 4, &directory)
    put(offset, 4, &directory)
    directory += nameBytes
    count += 1
  }

  /// The archive as it stands now.
  package func archive() -> [UInt8] {
    var all = bytes + directory
    put(0x0605_4B50, 4, &all)
    put(0, 4, &all)
    put(count, 2, &all)
    put(count, 2, &all)
    put(directory.count, 4, &all)
    put(bytes.count, 4, &all)
    put(0, 2, &all)
    return all
  }

  private func put(_ value: Int, _ width: Int, _ bytes: inout [UInt8]) {
    for index in 0..<width { bytes.append(UInt8(truncatingIfNeeded: value >> (8 * index))) }
  }
}
