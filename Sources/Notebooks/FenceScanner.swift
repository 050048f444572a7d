/// A fenced code block that stands in no list item and no quote.
struct TopLevelFence: Sendable {
  var opening: FenceOpening
  /// The indices of its first and last line; no last line if the file ends before it is closed.
  var openLine: Int
  var closeLine: Int?
}

/// Finds the fences at the top level of a Markdown text, line by line.
///
/// It follows the block structure of CommonMark 0.31 (containers, lazy continuation lines, raw
/// HTML), because a fence inside a list item may stand as near to the margin as one outside it.
struct FenceScanner {
  private enum Container {
    case quote
    /// A list item whose text begins so many columns to the right; empty until it has content.
    case item(width: Int, isEmpty: Bool)
  }

  private enum Leaf {
    case closed, paragraph, indentedCode
    case fence(FenceOpening)
    case html(HTMLBlock)
  }

  private(set) var fences: [TopLevelFence] = []
  private var containers: [Container] = []
  private var leaf = Leaf.closed
  /// Deeper nesting is read as text: matching containers costs their number on every line.
  private static let deepest = 64

  /// The fences of these lines, in order.
  static func fences(in bytes: [UInt8], lines: some Sequence<(Int, SourceLine)>) -> [TopLevelFence]
  {
    var scanner = FenceScanner()
    for (index, line) in lines { scanner.take(bytes[line.text], at: index) }
    return scanner.fences
  }

  private mutating func take(_ line: ArraySlice<UInt8>, at index: Int) {
    var cursor = LineCursor(line)
    let matched = matchContainers(&cursor)
    let allMatched = matched == containers.count
    if allMatched, continueLeaf(cursor, at: index) { return }
    if cursor.isBlankRest {
      if !allMatched { containers.removeSubrange(matched...) }
      if !allMatched || !isIndentedCode { leaf = .closed }
      return
    }
    startBlocks(&cursor, matched: matched, at: index)
  }

  private var isParagraph: Bool {
    if case .paragraph = leaf { true } else { false }
  }

  private var isIndentedCode: Bool {
    if case .indentedCode = leaf { true } else { false }
  }

  /// Steps over the marks of the open containers; gives how many of them go on in this line.
  private func matchContainers(_ cursor: inout LineCursor) -> Int {
    for (index, container) in containers.enumerated() {
      switch container {
      case .quote:
        guard cursor.indent <= 3, cursor.unindentedRest.first == UInt8(ascii: ">") else {
          return index
        }
        Self.skipQuoteMark(&cursor)
      case .item(let width, let isEmpty):
        if cursor.isBlankRest {
          if isEmpty { return index }
          cursor.skipBlanks()
        } else if cursor.indent >= width {
          cursor.skip(columns: width)
        } else {
          return index
        }
      }
    }
    return containers.count
  }

  private static func skipQuoteMark(_ cursor: inout LineCursor) {
    cursor.skipBlanks()
    cursor.skip(bytes: 1)
    cursor.skip(columns: 1)
  }

  /// True if the line belongs to an open fence or HTML block.
  private mutating func continueLeaf(_ cursor: LineCursor, at index: Int) -> Bool {
    switch leaf {
    case .fence(let opening):
      if opening.isClosed(by: cursor.unindentedRest, indent: cursor.indent) {
        if containers.isEmpty { fences[fences.count - 1].closeLine = index }
        leaf = .closed
      }
      return true
    case .html(let block):
      if block.ends(with: cursor.rest) { leaf = .closed }
      return true
    case .closed, .paragraph, .indentedCode:
      return false
    }
  }

  /// Opens the blocks that begin in this line, which has other bytes than blanks.
  private mutating func startBlocks(_ cursor: inout LineCursor, matched: Int, at index: Int) {
    let mayBeLazy = matched < containers.count && isParagraph
    /// True while the line may go on a paragraph that stands in the same containers.
    var isOpen = matched == containers.count && isParagraph
    var hasStarted = false
    func close(_ scanner: inout FenceScanner) {
      if !hasStarted { scanner.closeContainers(from: matched) }
      hasStarted = true
      isOpen = false
    }
    while (hasStarted ? containers.count : matched) < Self.deepest, cursor.indent <= 3 {
      let rest = cursor.unindentedRest
      let interrupts = isOpen || (mayBeLazy && !hasStarted)
      if rest.first == UInt8(ascii: ">") {
        close(&self)
        Self.skipQuoteMark(&cursor)
        push(.quote)
      } else if isOpen && isSetextUnderline(rest) {
        return open(.closed, at: index)
      } else if let start = leafStart(rest, indent: cursor.indent, interrupts: interrupts) {
        close(&self)
        return open(start, at: index)
      } else if let marker = ListMarker(rest), !isOpen || marker.mayInterruptParagraph {
        close(&self)
        startItem(marker, &cursor)
      } else {
        break
      }
      if cursor.isBlankRest { return }
    }
    if mayBeLazy, !hasStarted { return }
    if !isOpen { close(&self) }
    open(cursor.indent >= 4 && !isOpen ? .indentedCode : .paragraph, at: index)
  }

  private mutating func closeContainers(from matched: Int) {
    containers.removeSubrange(matched...)
    leaf = .closed
  }

  /// The heading, fence or HTML block that begins here; headings and breaks are closed at once.
  private func leafStart(_ rest: ArraySlice<UInt8>, indent: Int, interrupts: Bool) -> Leaf? {
    if isNumberSignHeading(rest) || isThematicBreak(rest) { return .closed }
    if let opening = FenceOpening(rest, indent: indent) { return .fence(opening) }
    if let block = HTMLBlock(rest, interruptsParagraph: interrupts) {
      return block.ends(with: rest) ? .closed : .html(block)
    }
    return nil
  }

  private mutating func open(_ newLeaf: Leaf, at index: Int) {
    if case .fence(let opening) = newLeaf, containers.isEmpty {
      fences.append(TopLevelFence(opening: opening, openLine: index, closeLine: nil))
    }
    leaf = newLeaf
    markContent()
  }

  private mutating func startItem(_ marker: ListMarker, _ cursor: inout LineCursor) {
    let before = cursor.indent
    cursor.skipBlanks()
    cursor.skip(bytes: marker.length)
    let blanks = cursor.indent
    let isEmpty = cursor.isBlankRest
    let taken = isEmpty || blanks >= 5 ? 1 : blanks
    cursor.skip(columns: taken)
    push(.item(width: before + marker.length + taken, isEmpty: isEmpty))
  }

  private mutating func push(_ container: Container) {
    markContent()
    containers.append(container)
  }

  /// The innermost container has something in it.
  private mutating func markContent() {
    guard case .item(let width, true) = containers.last else { return }
    containers[containers.count - 1] = .item(width: width, isEmpty: false)
  }
}
