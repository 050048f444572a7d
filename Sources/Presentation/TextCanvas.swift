/// A grid of characters to draw on. Lines are drawn finer than a character: a character of
/// braille holds two dots across and four down.
struct TextCanvas {
  let width: Int
  let height: Int
  /// What lines are made of in ASCII, by their number.
  var letters: [Character] = ["*"]
  private var cells: [Cell]

  private struct Cell {
    var character: Character = " "
    var style: TextStyle?
    /// Bits of U+2800.
    var dots: UInt8 = 0
    var dotStyle: TextStyle?
    /// A mark stands above dots.
    var isMark = false
  }

  init(width: Int, height: Int) {
    self.width = width
    self.height = height
    cells = [Cell](repeating: Cell(), count: width * height)
  }

  var dotWidth: Int { width * 2 }
  var dotHeight: Int { height * 4 }

  /// Puts a character behind the dots.
  mutating func fill(_ character: Character, column: Int, row: Int, _ style: TextStyle?) {
    guard (0..<width).contains(column), (0..<height).contains(row) else { return }
    cells[row * width + column].character = character
    cells[row * width + column].style = style
  }

  /// Puts a character in front of the dots.
  mutating func mark(_ character: Character, column: Int, row: Int, _ style: TextStyle?) {
    guard (0..<width).contains(column), (0..<height).contains(row) else { return }
    fill(character, column: column, row: row, style)
    cells[row * width + column].isMark = true
  }

  mutating func dot(x: Int, y: Int, _ style: TextStyle?) {
    guard (0..<dotWidth).contains(x), (0..<dotHeight).contains(y) else { return }
    let index = y / 4 * width + x / 2
    cells[index].dots |= brailleBits[y % 4][x % 2]
    cells[index].dotStyle = style
  }

  /// A straight line of dots (Bresenham 1965); a dashed one leaves out two of five.
  mutating func line(
    from start: (x: Int, y: Int), to end: (x: Int, y: Int), isDashed: Bool, _ style: TextStyle?
  ) {
    let steps = max(abs(end.x - start.x), abs(end.y - start.y))
    guard steps > 0 else { return dot(x: start.x, y: start.y, style) }
    for step in 0...steps where !isDashed || step % 5 < 3 {
      dot(
        x: start.x + roundedDivision((end.x - start.x) * step, steps),
        y: start.y + roundedDivision((end.y - start.y) * step, steps), style)
    }
  }

  /// The rows as text, each as wide as the canvas.
  func lines(_ options: RenderingOptions) -> [String] {
    (0..<height).map { row in
      var line = ""
      var run = ""
      var runStyle: TextStyle?
      for cell in cells[row * width..<(row + 1) * width] {
        let (character, style) = shown(cell, options)
        if style != runStyle {
          line += runStyle?.applied(to: run, options) ?? run
          (run, runStyle) = ("", style)
        }
        run.append(character)
      }
      return line + (runStyle?.applied(to: run, options) ?? run)
    }
  }

  private func shown(_ cell: Cell, _ options: RenderingOptions) -> (Character, TextStyle?) {
    if cell.dots != 0, !cell.isMark {
      return (dotCharacter(cell.dots, cell.dotStyle, options), cell.dotStyle)
    }
    return (cell.character, cell.style)
  }

  private func dotCharacter(
    _ dots: UInt8, _ style: TextStyle?, _ options: RenderingOptions
  ) -> Character {
    guard options.usesUnicode, let scalar = Unicode.Scalar(0x2800 + UInt32(dots)) else {
      guard case .series(let number)? = style else { return letters[0] }
      return letters[number % letters.count]
    }
    return Character(scalar)
  }
}

private let brailleBits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]

private func roundedDivision(_ numerator: Int, _ denominator: Int) -> Int {
  let doubled = 2 * numerator + (numerator < 0 ? -denominator : denominator)
  return doubled / (2 * denominator)
}
