/// Bytes that arrive piece after piece.
package protocol ByteFeed: AnyObject {
  /// The next bytes, of which there may be none yet; nil at the end.
  func next() throws(WorkbookError) -> [UInt8]?
}

/// Bytes that are in memory already.
package final class MemoryFeed: ByteFeed {
  private var bytes: [UInt8]?

  package init(_ bytes: [UInt8]) { self.bytes = bytes }

  package func next() -> [UInt8]? {
    defer { bytes = nil }
    return bytes
  }
}

/// Reads XML event after event, as far as spreadsheets use it: UTF-8, elements, attributes, text, CDATA,
/// the five entities and character references.
///
/// A document type is refused, and with it every entity that unfolds into more. Namespaces are dropped:
/// names are the part behind the colon.
package struct XMLReader {
  package enum Event: Hashable {
    case start, end, text
  }

  /// The name of the element that starts or ends.
  package private(set) var name = ""
  /// The text of a text event, in UTF-8.
  package private(set) var text: [UInt8] = []
  /// How many elements are open.
  package var depth: Int { open.count }

  private static let mostDepth = 256
  private static let mostTagBytes = 1 << 20
  private static let mostTextBytes = 1 << 24

  private let feed: any ByteFeed
  private let part: String
  private var buffer: [UInt8] = []
  private var position = 0
  private var isEnd = false
  private var open: [String] = []
  private var attributes: [(name: Range<Int>, value: Range<Int>)] = []
  private var endsAtOnce = false
  private var hasRoot = false

  /// `part` is the name that messages show.
  package init(_ feed: any ByteFeed, part: String) throws(WorkbookError) {
    self.feed = feed
    self.part = part
    while buffer.count < 4, try refill() {}
    if buffer.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    if buffer.starts(with: [0xFE, 0xFF]) || buffer.starts(with: [0xFF, 0xFE]) {
      throw WorkbookError("has a part '\(part)' in UTF-16, which is not read")
    }
  }

  /// The next event; nil at the end of the document.
  package mutating func next() throws(WorkbookError) -> Event? {
    if endsAtOnce {
      endsAtOnce = false
      name = open.removeLast()
      return .end
    }
    while true {
      guard try have(1) else {
        guard open.isEmpty, hasRoot else { throw problem("it is cut off") }
        return nil
      }
      if buffer[position] != UInt8(ascii: "<") {
        if try readText() { return .text }
        continue
      }
      guard try have(2) else { throw problem("it is cut off") }
      switch buffer[position + 1] {
      case UInt8(ascii: "?"): try skip(past: "?>")
      case UInt8(ascii: "!"):
        if try readDeclaration() { return .text }
      case UInt8(ascii: "/"): return try readEndTag()
      default: return try readStartTag()
      }
    }
  }

  /// The value of an attribute of the element that has just started.
  package func attribute(_ wanted: String) -> String? {
    guard let range = range(ofAttribute: wanted) else { return nil }
    let raw = buffer[range]
    guard raw.contains(UInt8(ascii: "&")) else { return String(decoding: raw, as: UTF8.self) }
    var decoded: [UInt8] = []
    var place = range.lowerBound
    while place < range.upperBound {
      if buffer[place] == UInt8(ascii: "&"), let end = entityEnd(place, range.upperBound),
        let value = entity(place + 1..<end)
      {
        decoded += value
        place = end + 1
      } else {
        decoded.append(buffer[place])
        place += 1
      }
    }
    return String(decoding: decoded, as: UTF8.self)
  }

  /// The value of an attribute as its bytes stand in the document.
  func rawAttribute(_ wanted: String) -> ArraySlice<UInt8>? {
    range(ofAttribute: wanted).map { buffer[$0] }
  }

  /// Skips what is left of the element that has just started.
  package mutating func skipElement() throws(WorkbookError) {
    let depth = open.count
    while try next() != nil {
      if open.count < depth { return }
    }
  }

  // MARK: Pieces

  /// Reads more behind what is left; false at the end.
  private mutating func refill() throws(WorkbookError) -> Bool {
    if isEnd { return false }
    guard let piece = try feed.next() else {
      isEnd = true
      return false
    }
    if position > 0 {
      buffer.removeSubrange(..<position)
      position = 0
    }
    buffer += piece
    return true
  }

  private mutating func have(_ count: Int) throws(WorkbookError) -> Bool {
    while buffer.count - position < count {
      if try !refill() { return false }
    }
    return true
  }

  private func problem(_ what: String) -> WorkbookError { .damaged("in '\(part)' \(what)") }

  private mutating func skip(past end: String) throws(WorkbookError) {
    let length = end.utf8.count
    while true {
      var place = position
      while place + length <= buffer.count {
        if matches(end, at: place) {
          position = place + length
          return
        }
        place += 1
      }
      position = max(position, buffer.count - length + 1)
      guard try refill() else { throw problem("it is cut off") }
    }
  }

  private func matches(_ word: String, at place: Int) -> Bool {
    let length = word.utf8.count
    guard place + length <= buffer.count else { return false }
    return word.utf8.elementsEqual(buffer[place..<place + length])
  }

  // MARK: Tags

  private mutating func readStartTag() throws(WorkbookError) -> Event {
    let end = try endOfTag()
    var place = position + 1
    let nameRange = readName(&place, end)
    guard !nameRange.isEmpty else { throw problem("a tag has no name") }
    name = String(decoding: buffer[localPart(nameRange)], as: UTF8.self)
    try readAttributes(from: place, to: end)
    endsAtOnce = buffer[end - 1] == UInt8(ascii: "/")
    position = end + 1
    open.append(name)
    hasRoot = true
    guard open.count <= Self.mostDepth else { throw problem("elements stand too deep") }
    return .start
  }

  private mutating func readEndTag() throws(WorkbookError) -> Event {
    let end = try endOfTag()
    var place = position + 2
    let range = localPart(readName(&place, end))
    guard let last = open.popLast(), last.utf8.elementsEqual(buffer[range]) else {
      throw problem("a tag is closed that was not opened")
    }
    name = last
    position = end + 1
    return .end
  }

  /// Where the `>` of the tag stands that begins here; those in quotes are text.
  private mutating func endOfTag() throws(WorkbookError) -> Int {
    var offset = 1
    var quote: UInt8 = 0
    while true {
      while position + offset < buffer.count {
        let byte = buffer[position + offset]
        if quote != 0 {
          if byte == quote { quote = 0 }
        } else if byte == UInt8(ascii: ">") {
          return position + offset
        } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
          quote = byte
        } else if byte == UInt8(ascii: "<") || byte == 0 {
          throw problem("a tag is not closed")
        }
        offset += 1
      }
      guard offset < Self.mostTagBytes else { throw problem("a tag is too long") }
      guard try refill() else { throw problem("it is cut off") }
    }
  }

  private func readName(_ place: inout Int, _ end: Int) -> Range<Int> {
    let start = place
    while place < end, !isBlank(buffer[place]), buffer[place] != UInt8(ascii: "="),
      buffer[place] != UInt8(ascii: "/")
    {
      place += 1
    }
    return start..<place
  }

  /// What stands behind the colon of a name.
  private func localPart(_ range: Range<Int>) -> Range<Int> {
    guard let colon = buffer[range].lastIndex(of: UInt8(ascii: ":")) else { return range }
    return colon + 1..<range.upperBound
  }

  private mutating func readAttributes(from start: Int, to end: Int) throws(WorkbookError) {
    attributes.removeAll(keepingCapacity: true)
    var place = start
    while true {
      while place < end, isBlank(buffer[place]) { place += 1 }
      if place >= end || buffer[place] == UInt8(ascii: "/") { return }
      let name = readName(&place, end)
      while place < end, isBlank(buffer[place]) { place += 1 }
      guard place < end, buffer[place] == UInt8(ascii: "=") else {
        throw problem("an attribute has no value")
      }
      place += 1
      while place < end, isBlank(buffer[place]) { place += 1 }
      guard place < end, buffer[place] == UInt8(ascii: "\"") || buffer[place] == UInt8(ascii: "'"),
        let close = buffer[(place + 1)..<end].firstIndex(of: buffer[place])
      else { throw problem("an attribute has no value") }
      attributes.append((name, place + 1..<close))
      place = close + 1
    }
  }

  private func range(ofAttribute wanted: String) -> Range<Int>? {
    for attribute in attributes {
      let name = localPart(attribute.name)
      if name.count == wanted.utf8.count, matches(wanted, at: name.lowerBound),
        !isNamespace(attribute.name)
      {
        return attribute.value
      }
    }
    return nil
  }

  private func isNamespace(_ name: Range<Int>) -> Bool { matches("xmlns:", at: name.lowerBound) }

  private func isBlank(_ byte: UInt8) -> Bool {
    byte == 32 || byte == 9 || byte == 10 || byte == 13
  }

  // MARK: Text

  /// Whether text was read; blanks outside of the root are none.
  private mutating func readText() throws(WorkbookError) -> Bool {
    text.removeAll(keepingCapacity: true)
    while true {
      let stop = buffer[position...].firstIndex(of: UInt8(ascii: "<")) ?? buffer.count
      try takeText(to: stop)
      guard text.count <= Self.mostTextBytes else { throw problem("a text is too long") }
      if position < buffer.count, buffer[position] == UInt8(ascii: "<") { break }
      guard try refill() else {
        if position < buffer.count { throw problem("it is cut off") }
        break
      }
    }
    if open.isEmpty {
      guard text.allSatisfy(isBlank) else { throw problem("text stands outside of the elements") }
      return false
    }
    return !text.isEmpty
  }

  /// Takes text up to a place, or to an entity whose end has not come yet.
  private mutating func takeText(to stop: Int) throws(WorkbookError) {
    while position < stop {
      let ampersand = buffer[position..<stop].firstIndex(of: UInt8(ascii: "&")) ?? stop
      text += buffer[position..<ampersand]
      position = ampersand
      if ampersand == stop { return }
      guard let end = entityEnd(position, stop) else {
        if stop == buffer.count, stop - position < 12, !isEnd { return }
        throw problem("an entity is not closed")
      }
      guard let value = entity(position + 1..<end) else {
        let name = String(decoding: buffer[(position + 1)..<end], as: UTF8.self)
        throw problem("an entity '&\(name);' is not known")
      }
      text += value
      position = end + 1
    }
  }

  private func entityEnd(_ start: Int, _ limit: Int) -> Int? {
    buffer[start..<min(limit, start + 12)].firstIndex(of: UInt8(ascii: ";"))
  }

  private func entity(_ range: Range<Int>) -> [UInt8]? {
    switch String(decoding: buffer[range], as: UTF8.self) {
    case "amp": return [UInt8(ascii: "&")]
    case "lt": return [UInt8(ascii: "<")]
    case "gt": return [UInt8(ascii: ">")]
    case "quot": return [UInt8(ascii: "\"")]
    case "apos": return [UInt8(ascii: "'")]
    case let word where word.hasPrefix("#"):
      let digits = word.dropFirst()
      let code =
        digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
      guard let code, let scalar = Unicode.Scalar(code) else { return nil }
      return Array(String(Character(scalar)).utf8)
    default: return nil
    }
  }

  /// A comment is skipped; CDATA is text; a document type is refused.
  private mutating func readDeclaration() throws(WorkbookError) -> Bool {
    _ = try have(9)
    if matches("<!--", at: position) {
      position += 4
      try skip(past: "-->")
      return false
    }
    guard matches("<![CDATA[", at: position), !open.isEmpty else {
      throw WorkbookError(
        "has a document type in '\(part)', which no spreadsheet program writes",
        help: "save it anew in a spreadsheet program, if you trust where it comes from")
    }
    position += 9
    text.removeAll(keepingCapacity: true)
    while true {
      var place = position
      while place + 3 <= buffer.count {
        if matches("]]>", at: place) {
          text += buffer[position..<place]
          position = place + 3
          return !text.isEmpty
        }
        place += 1
      }
      let safe = max(position, buffer.count - 2)
      text += buffer[position..<safe]
      position = safe
      guard text.count <= Self.mostTextBytes else { throw problem("a text is too long") }
      guard try refill() else { throw problem("it is cut off") }
    }
  }
}
