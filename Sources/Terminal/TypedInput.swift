import Glibc

/// What comes next from whoever types.
enum Typed: Equatable {
  case character(Unicode.Scalar)
  /// A signal set a flag of `Interrupt`.
  case signal
  case end
}

/// Bytes that were read but not used yet, given out as characters.
struct TypedInput {
  private let descriptor: Int32
  private var bytes: [UInt8] = []
  private var next = 0
  private var isAtEnd = false

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  /// Waits for the next character; bytes that are not UTF-8 come as U+FFFD.
  mutating func nextCharacter() -> Typed {
    while true {
      if Interrupt.isPending { return .signal }
      if hasWholeCharacter || (isAtEnd && next < bytes.count) { return .character(takeCharacter()) }
      if isAtEnd {
        // A terminal can go on after its end-of-file key.
        isAtEnd = false
        return .end
      }
      if waitUntilReadable(descriptor) == .input { fill() }
    }
  }

  /// The bytes of a bracketed paste up to the mark at its end, which is taken too; what came so far
  /// where Ctrl-C, a request to leave or the end of the input comes first.
  mutating func takePaste() -> ArraySlice<UInt8> {
    let mark = Array("\u{1B}[201~".utf8)
    var searched = 0
    while true {
      let rest = bytes[next...]
      if let start = firstIndex(of: mark, in: rest.dropFirst(searched)) {
        next = start + mark.count
        return rest[..<start]
      }
      searched = max(0, rest.count - mark.count + 1)
      guard !isAtEnd, !Interrupt.isRequested else {
        next = bytes.count
        return rest
      }
      if waitUntilReadable(descriptor) == .input { fill() }
    }
  }

  private func firstIndex(of mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var rest = bytes
    while let start = rest.firstIndex(of: mark[0]) {
      if rest[start...].starts(with: mark) { return start }
      rest = rest[(start + 1)...]
    }
    return nil
  }

  /// Whether something was typed ahead.
  var hasBytes: Bool { next < bytes.count }

  /// Whether more comes within so many milliseconds.
  mutating func goesOn(within milliseconds: Int32) -> Bool {
    if hasBytes { return true }
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&wait, 1, milliseconds) > 0 else { return false }
    fill()
    return hasBytes
  }

  /// Whether an escape that was just taken begins a sequence, as the arrows send.
  mutating func isInsideSequence() -> Bool {
    goesOn(within: 30) && (bytes[next] == UInt8(ascii: "[") || bytes[next] == UInt8(ascii: "O"))
  }

  /// Puts the last character back, which was one of ASCII.
  mutating func takeBack() { if next > 0 { next -= 1 } }

  /// Forgets what was typed or pasted ahead.
  mutating func discard() {
    bytes.removeAll()
    next = 0
  }

  private mutating func fill() {
    // The last character stays, to be put back.
    bytes.removeFirst(max(0, next - 1))
    next = min(next, 1)
    switch readSome(from: descriptor, into: &bytes) {
    case .bytes, .again: return
    case .end, .failed: isAtEnd = true
    }
  }

  /// Whether the bytes at hand decide the next character.
  private var hasWholeCharacter: Bool {
    guard next < bytes.count else { return false }
    let needed = expectedLength(bytes[next])
    guard bytes.count - next < needed else { return true }
    return bytes[(next + 1)...].contains { $0 & 0xC0 != 0x80 }
  }

  private mutating func takeCharacter() -> Unicode.Scalar {
    var decoder = UTF8()
    var rest = bytes[next..<min(next + 4, bytes.count)].makeIterator()
    switch decoder.decode(&rest) {
    case .scalarValue(let scalar):
      next += UTF8.width(scalar)
      return scalar
    case .emptyInput, .error:
      next += 1
      return "\u{FFFD}"
    }
  }

  private func expectedLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 1
    }
  }
}
