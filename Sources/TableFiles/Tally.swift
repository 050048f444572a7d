/// How often something happened, and where the first few times.
struct Tally {
  private(set) var count = 0
  /// The first five places, in order.
  private(set) var first: [Int] = []

  mutating func add(_ place: Int) {
    count += 1
    if first.count < 5 { first.append(place) }
  }
}

/// Turns offsets into line numbers. A line ends with LF, CR or CRLF.
func lineNumbers(of offsets: [Int], in bytes: Span<UInt8>) -> [Int] {
  var lines: [Int] = []
  var line = 1
  var position = 0
  for offset in offsets.sorted() {
    while position < min(offset, bytes.count) {
      let byte = bytes[position]
      if byte == carriageReturn || byte == lineFeed && !followsReturn(bytes, position) { line += 1 }
      position += 1
    }
    lines.append(line)
  }
  return lines
}

private func followsReturn(_ bytes: Span<UInt8>, _ position: Int) -> Bool {
  position > 0 && bytes[position - 1] == carriageReturn
}

let carriageReturn = UInt8(ascii: "\r")
let lineFeed = UInt8(ascii: "\n")
let blank = UInt8(ascii: " ")
let tabulator = UInt8(ascii: "\t")
