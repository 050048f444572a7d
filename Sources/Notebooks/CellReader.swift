/// Makes cells and their outputs of the fences of a text.
struct CellReader {
  let bytes: [UInt8]
  let lines: [SourceLine]
  /// The first line after the front matter.
  let bodyStart: Int

  private(set) var cells: [NotebookCell] = []
  private(set) var strayOutputs: [StrayOutput] = []
  private(set) var problems: [NotebookError] = []

  private struct FoundOutput {
    var id: String
    var output: NotebookOutput
    var lines: ClosedRange<Int>
  }

  /// The output directly below each cell, by the cell's position, whatever cell it names.
  private var outputsBelow: [Int: FoundOutput] = [:]
  private var otherOutputs: [StrayOutput] = []

  init(bytes: [UInt8], lines: [SourceLine], bodyStart: Int) {
    self.bytes = bytes
    self.lines = lines
    self.bodyStart = bodyStart
  }

  mutating func read() {
    let body = lines.indices.dropFirst(bodyStart)
    for fence in FenceScanner.fences(in: bytes, lines: body.map { ($0, lines[$0]) }) { take(fence) }
    assignIDs()
    pairOutputs()
  }

  private mutating func take(_ fence: TopLevelFence) {
    guard let closeLine = fence.closeLine else {
      problems.append(
        NotebookError(
          "the fence opened here is never closed", line: fence.openLine + 1,
          help: "end it with a line of \(String(decoding: fenceMarks(of: fence), as: UTF8.self))"))
      return
    }
    guard let info = String(validating: fence.opening.info, as: UTF8.self) else { return }
    let word = info.prefix { $0 != " " && $0 != "\t" && $0 != "{" }
    let range = fence.openLine...closeLine
    if word == "ritorno" {
      takeCell(fence, attributes: String(info.dropFirst(word.count)), range)
    } else if word == "output" {
      takeOutput(fence, attributes: String(info.dropFirst(word.count)), range)
    }
  }

  private func fenceMarks(of fence: TopLevelFence) -> [UInt8] {
    [UInt8](repeating: fence.opening.marker, count: min(fence.opening.length, 40))
  }

  private mutating func takeCell(
    _ fence: TopLevelFence, attributes text: String, _ range: ClosedRange<Int>
  ) {
    do throws(AttributeList.Problem) {
      let attributes = try AttributeList(parsing: text)
      guard let source = content(of: fence, in: range) else {
        throw AttributeList.Problem(message: "the cell is not UTF-8 text")
      }
      cells.append(
        NotebookCell(
          id: attributes.id ?? "", attributes: attributes, source: source,
          firstLine: range.lowerBound + 2, output: nil, lines: range))
    } catch {
      problems.append(
        NotebookError(
          error.message, line: range.lowerBound + 1,
          help: "a cell begins as ```ritorno or ```ritorno {#name .class key=value}"))
    }
  }

  private mutating func takeOutput(
    _ fence: TopLevelFence, attributes text: String, _ range: ClosedRange<Int>
  ) {
    // A fence that cannot be read as an output is prose, as one without an id is.
    guard let attributes = try? AttributeList(parsing: text), let id = attributes.id,
      let content = content(of: fence, in: range)
    else { return }
    let output = NotebookOutput(
      text: content, attributes: attributes, firstLine: range.lowerBound + 2)
    if let cell = cells.indices.last, outputsBelow[cell] == nil,
      isDirectlyBelow(range.lowerBound, cells[cell].lines.upperBound)
    {
      outputsBelow[cell] = FoundOutput(id: id, output: output, lines: range)
    } else {
      otherOutputs.append(StrayOutput(id: id, line: range.lowerBound + 1))
    }
  }

  private func isDirectlyBelow(_ line: Int, _ above: Int) -> Bool {
    lines[(above + 1)..<line].allSatisfy { bytes[$0.text].allSatisfy(isBlank) }
  }

  /// The text inside a fence, its indentation taken off; nil if it is not UTF-8.
  private func content(of fence: TopLevelFence, in range: ClosedRange<Int>) -> String? {
    var text: [UInt8] = []
    for line in lines[(range.lowerBound + 1)..<range.upperBound] {
      var start = line.start
      while start < line.textEnd, start - line.start < fence.opening.indent, bytes[start] == 0x20 {
        start += 1
      }
      text += bytes[start..<line.textEnd]
      text.append(0x0A)
    }
    return String(validating: text.dropLast(), as: UTF8.self)
  }

  /// A cell without an id takes the one its output carries: so the pair stays together when cells
  /// are inserted above it. What is left over is numbered, past every id in use.
  private mutating func assignIDs() {
    var lineOfID: [String: Int] = [:]
    for index in cells.indices where !cells[index].id.isEmpty {
      let line = cells[index].lines.lowerBound + 1
      if let first = lineOfID[cells[index].id] {
        problems.append(
          NotebookError(
            "the id #\(cells[index].id) is taken by the cell on line \(first)", line: line,
            help: "give one of the two cells another id"))
        cells[index].id = ""
      } else {
        lineOfID[cells[index].id] = line
      }
    }
    var used = Set(lineOfID.keys)
    for index in cells.indices where cells[index].id.isEmpty {
      if let id = outputsBelow[index]?.id, used.insert(id).inserted { cells[index].id = id }
    }
    var number = 1
    for index in cells.indices where cells[index].id.isEmpty {
      while !used.insert("c\(number)").inserted { number += 1 }
      cells[index].id = "c\(number)"
    }
  }

  private mutating func pairOutputs() {
    for index in cells.indices {
      guard let found = outputsBelow[index] else { continue }
      if found.id == cells[index].id {
        cells[index].output = found.output
        cells[index].outputLines = found.lines
      } else {
        otherOutputs.append(StrayOutput(id: found.id, line: found.lines.lowerBound + 1))
      }
    }
    strayOutputs = otherOutputs.sorted { $0.line < $1.line }
  }
}
