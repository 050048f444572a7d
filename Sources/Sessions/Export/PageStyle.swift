import Kernels

/// How the exported page looks: light and dark by the reader's choice, black on white on paper.
let pageStyle = """
  :root { --text: #1f2328; --faint: #59636e; --page: #ffffff; --card: #f6f8fa; --line: #d1d9e0; --link: #0969da; --warn: #fff8c5; }
  @media (prefers-color-scheme: dark) {
    :root { --text: #e6edf3; --faint: #9198a1; --page: #0d1117; --card: #161b22; --line: #3d444d; --link: #4493f8; --warn: #3a2f0b; }
  }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.55 system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif; }
  main { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
  h1, h2, h3 { line-height: 1.25; margin: 2rem 0 0.75rem; }
  h1 { font-size: 1.8rem; margin-top: 0; }
  h2 { font-size: 1.35rem; border-bottom: 1px solid var(--line); padding-bottom: 0.25rem; }
  a { color: var(--link); }
  code, pre { font: 0.875rem/1.5 ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace; }
  p code, li code, td code { background: var(--card); padding: 0.1em 0.3em; border-radius: 4px; }
  pre { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.6rem 0.8rem; overflow-x: auto; margin: 0.5rem 0; }
  pre.source { border-left: 4px solid #0072b2; }
  pre.message { border-left: 4px solid #d55e00; }
  blockquote { margin: 0.5rem 0; padding-left: 1rem; border-left: 4px solid var(--line); color: var(--faint); }
  .cell { margin: 1.25rem 0; }
  summary { color: var(--faint); font-size: 0.8rem; cursor: pointer; }
  .table { overflow: auto; max-height: 36rem; border: 1px solid var(--line); border-radius: 6px; margin: 0.5rem 0; }
  table { border-collapse: collapse; font-size: 0.875rem; font-variant-numeric: tabular-nums; }
  main > table { margin: 0.75rem 0; }
  .table table { min-width: 100%; }
  caption { text-align: left; color: var(--faint); padding: 0.4rem 0.6rem; }
  th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left; white-space: pre-wrap; }
  thead th { position: sticky; top: 0; background: var(--card); }
  tbody tr:hover { background: var(--card); }
  .number, .right { text-align: right; }
  .center { text-align: center; }
  .notes { color: var(--faint); font-size: 0.82rem; margin: 0.25rem 0 0.5rem; padding-left: 1.2rem; }
  .working p { margin: 0.5rem 0; font-variant-numeric: tabular-nums; }
  .status, .note { color: var(--faint); margin: 0.25rem 0; }
  .warning { background: var(--warn); border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 0.8rem; }
  figure { margin: 0.75rem 0; background: #ffffff; border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem; overflow-x: auto; }
  figure svg { display: block; max-width: 100%; height: auto; }
  footer { color: var(--faint); font-size: 0.85rem; margin-top: 3rem; overflow-wrap: anywhere; }
  @media print {
    :root { --text: #000000; --faint: #444444; --page: #ffffff; --card: #ffffff; --line: #bbbbbb; --link: #000000; --warn: #ffffff; }
    main { max-width: none; padding: 0; }
    .table { max-height: none; overflow: visible; border: 0; }
    thead th { position: static; }
    tr, figure, pre { break-inside: avoid; }
  }

  """

/// The SHA-256 of the style in base 64: the page's policy allows this style and no other.
let pageStyleDigest = base64(SHA256.hexDigest(of: Array(pageStyle.utf8)))

/// Bytes that are given as hexadecimal digits, in base 64. Source: RFC 4648, section 4.
private func base64(_ hexadecimal: String) -> String {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
  var bits = hexadecimal.flatMap { digit -> [Int] in
    let value = digit.hexDigitValue ?? 0
    return [value >> 3 & 1, value >> 2 & 1, value >> 1 & 1, value & 1]
  }
  bits += [Int](repeating: 0, count: (6 - bits.count % 6) % 6)
  let text = stride(from: 0, to: bits.count, by: 6).map { start in
    String(alphabet[bits[start..<start + 6].reduce(0) { $0 << 1 | $1 }])
  }.joined()
  return text + String(repeating: "=", count: (4 - text.count % 4) % 4)
}
