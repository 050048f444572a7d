/// The minimum of a function in a box by the simplex method, points outside being brought back to the
/// border (Nelder & Mead, "A simplex method for function minimization", Computer Journal 7 (1965)
/// 308-313).
///
/// Stops when the values of the simplex differ by less than 1e-6 of the best, or after `evaluations`.
/// The same input gives the same bits.
func nelderMeadMinimum(
  from start: [Double], lower: Double, upper: [Double], evaluations: Int,
  of height: ([Double]) -> Double
) -> SearchEnd {
  let count = start.count
  func boxed(_ x: [Double]) -> [Double] {
    x.indices.map { min(max(x[$0], lower), upper[$0]) }
  }
  var corners = [(x: start, value: height(start))]
  for index in 0..<count {
    var corner = start
    corner[index] += start[index] * (index.isMultiple(of: 2) ? -0.15 : 0.1)
    corner = boxed(corner)
    corners.append((corner, height(corner)))
  }
  var used = count + 1
  func tried(_ x: [Double]) -> (x: [Double], value: Double) {
    used += 1
    let boxedX = boxed(x)
    return (boxedX, height(boxedX))
  }
  while used < evaluations {
    sort(&corners)
    let best = corners[0].value
    let worst = corners[count]
    if !(worst.value - best > 1e-6 * abs(best)) { break }
    let centre = (0..<count).map { index in
      corners[..<count].reduce(0) { $0 + $1.x[index] } / Double(count)
    }
    func along(_ share: Double) -> [Double] {
      (0..<count).map { centre[$0] + share * (worst.x[$0] - centre[$0]) }
    }
    let reflected = tried(along(-1))
    if reflected.value < best {
      let expanded = tried(along(-2))
      corners[count] = expanded.value < reflected.value ? expanded : reflected
    } else if reflected.value < corners[count - 1].value {
      corners[count] = reflected
    } else {
      let contracted = tried(along(reflected.value < worst.value ? -0.5 : 0.5))
      if contracted.value < min(reflected.value, worst.value) {
        corners[count] = contracted
      } else {
        let first = corners[0].x
        for index in 1...count {
          corners[index] = tried(
            corners[index].x.indices.map { (corners[index].x[$0] + first[$0]) / 2 })
        }
      }
    }
  }
  sort(&corners)
  return SearchEnd(x: corners[0].x, value: corners[0].value, evaluations: used)
}

/// Stable, so that equal values keep their order from run to run.
private func sort(_ corners: inout [(x: [Double], value: Double)]) {
  for place in corners.indices.dropFirst() {
    var here = place
    while here > 0, corners[here].value < corners[here - 1].value {
      corners.swapAt(here, here - 1)
      here -= 1
    }
  }
}
