/// Markdown texts with the lines that the sources of their cells begin on, as commonmark.py 0.9.2
/// and markdown-it-py 4.3.0 both read them (`pip install commonmark==0.9.2 markdown-it-py==4.3.0`).
///
/// Each text is 2 to 9 lines, each of 1 to 3 pieces drawn from: fences of both marks with and
/// without `ritorno`, list and quote marks, indents of 0 to 4, tabs, HTML starts and ends, heading
/// and break lines. For a text `md`:
///
///     ast = commonmark.Parser().parse(md); node = ast.first_child
///     while node:
///         if node.t == 'code_block' and node.is_fenced and node.info.strip() == 'ritorno':
///             first, last = node.sourcepos[0][0], node.sourcepos[1][0]
///             closing = r'^ {0,3}' + node.fence_char + '{%d,}[ \t]*$' % node.fence_length
///             if last > first and re.match(closing, md.split('\n')[last - 1]): print(first + 1)
///         node = node.nxt
///
/// and the same with `MarkdownIt('commonmark').parse(md)`: tokens of type `fence` at level 0.
/// 48 of the 60 are read otherwise by a scanner that knows nothing of lists, quotes and HTML.
let fenceOracleCases: [(text: String, firstLines: [Int])] = [
  ("text\n```ritorno\nx\n```\n<div><b/> t   ```ritorno\n  ~~~ritorno\nx\n~~~\n> -\n", [3]),
  (
    "```ritorno\nx\n```\n</div>\n-\t````\n->\n> ```ritorno\n10. z- a\n  ~~~ritorno\n"
      + "x\n~~~\n  ```\n```\n", [2]
  ),
  (
    "<!X\n```ritorno\t```ritorno```ritorno\nx\n```\n---</script>\n   \n~~~ritorno\n"
      + "- - -     \n~~~\n# h\n", [8]
  ),
  ("<script>x\n~~~</script>\n2) y\n```ritorno\nx\n```\n1.\n<pre>***\n  ```ritorno\n", [5]),
  ("```ritorno\nx\n```\n2) y>\n* \n<b>\n```ritorno\nx\n```\n> \n", [2]),
  ("-\ntext\n# h\n```ritorno\nx\n```\n+ b\n<!-- c\n+ b\n    \n  ~~~ritorno\nx\n~~~\n", [5]),
  (
    "<a href='x'>\n</b><!-- c-->\n<!-- c<b>\n```ritorno\n> ```ritorno\n > </b>\n\n"
      + "===\n  ~~~ritorno\nx\n~~~\n", [10]
  ),
  ("<b/> t\n>\n  ~~~ritorno\nx\n~~~\n# h\n</pre>\n   ```ritorno\nx\n  ```\n", [4]),
  ("<!X\n   ```ritorno\nx\n  ```<div>\n  ```ritorno\n<?php\n```ritorno\nx\n```\n<script>x\n", [6]),
  ("```ritorno\nx\n```\n<!X\n   ```ritorno\nx\n  ```\n]]>~~~>\n<b/> t\n<!-- c\n", [2]),
  ("```ritorno\nx\n```\n-\n  ~~~ritorno\nx\n~~~\n````\n    ```ritorno\n", [2]),
  (
    "   ```ritorno\nx\n  ```\n<![CDATA[\n```ritorno\nx\n```\n</script>\n"
      + "\t```ritorno?>\n<div>\n", [2]
  ),
  (
    "\n<!-- c\n```ritorno\nx\n```\n--><script>x# h\n```ritorno\nx\n```\n````ritorno\n"
      + "10. z\ntext</pre>---\n<a href='x'>===\n", [8]
  ),
  (
    "  ~~~ritorno\nx\n~~~\n<pre>\n2) y  ```ritorno\n<!X   \n</b>\n```ritorno\nx\n"
      + "```\n  ```\n* \n</script>\n", [2]
  ),
  ("- - \n  ```\n***\n  ~~~ritorno\nx\n~~~\n> \n<!-- c\n</b># h\n> \n", [5]),
  ("# h  ```\n1.\n   ```ritorno<!-- c\n===``` x`</div>\n```ritorno\nx\n```\n", [6]),
  ("<!X\n~~~ritorno\n]]>   ```ritorno\n  ~~~ritorno\nx\n~~~    \n   \n````\n<b/> t\n\t\n", [5]),
  (
    "```ritorno\nx\n```\n<a href='x'>\n<![CDATA[\n</b>> \n]]>>\n   ```ritorno\nx\n"
      + "  ```\n    \n   \ntext\n", [2]
  ),
  ("---- \n```ritorno\nx\n```\n-->1.\n<!X10. z]]>\n</pre>\n```ritorno\nx\n```\n", [3]),
  ("```ritorno\nx\n```\n</pre>\n```ritorno\nx\n```\n* \n***\n   \n<a href='x'>\n", [2]),
  (
    "```ritorno\nx\n```\n10. z```ritorno\nx\n```>\n  \n  ```\n   ```ritorno\nx\n"
      + "  ```\n    \n<?php\n  ~~~ritorno\nx\n~~~\n1.\n", [2, 10]
  ),
  (
    "*    >\n1. x> ```ritorno<![CDATA[\n\n   ```ritorno\n  ```ritorno\n<a href='x'>\n"
      + "````\n~~~ritorno\n", [6]
  ),
  ("```ritorno\nx\n```\n-\t===\n<!-- c\n- - + b\n    # h  ```ritorno\n  ~~~ritorno\nx\n~~~\n", [2]),
  ("<script>x\n\ntext\n```\n></pre>\n-\t\n+ b\n10. z\n  ~~~ritorno\nx\n~~~\n", [10]),
  ("<![CDATA[<div>\n\n   ```ritorno\nx\n  ```\n</div><!-- c\n  ```ritorno\n```ritorno\n", []),
  ("<pre>\n  ```ritorno\n> - \n-\n````\n<b>+ b10. z\n   ```ritorno\n~~~~~~ritorno~~~ritorno\n", []),
  (
    "# h- \n<div>````ritorno    \n~~~ritorno\n* ```ritorno\n- \n- a\n* \n"
      + "  ~~~ritorno\nx\n~~~\n* \n", []
  ),
  ("* \n  ~~~ritorno\nx\n~~~\t\n", []),
  ("<![CDATA[\n<a href='x'># h\n-->\n  ```ritorno\n  ```\n2) y```ritorno\nx\n```\n", []),
  ("<!-- c\n  ~~~ritorno\nx\n~~~\n  ?>   \n", []),
  ("<a href='x'>\n```ritorno\nx\n```\n<b>\n- a\n   ```ritorno\nx\n  ```\n", []),
  ("text+ b===\n- \n</pre>    ```ritorno\n\n<div>\n```ritorno\nx\n```\n", []),
  ("-\n2) y?>\n   ```ritorno\nx\n  ```\n<?php\n", []),
  ("<script>x- - ````\n```ritorno\nx\n```\n", []),
  (
    "    ```ritorno\n<script>x<![CDATA[\n---```ritorno\n<b/> t***\n+ b\n<div>\n"
      + "```ritorno\nx\n```\n", []
  ),
  ("    ```ritorno\n<!X\n```ritorno\nx\n```\n-\t\n><pre>1. x\n", []),
  ("<?php\n2) y\n    ~~~ritorno\n<![CDATA[\n   ```ritorno\nx\n  ```\n<pre>\ntext\n===<b>\n", []),
  ("</script>\n     \n</pre>\n```ritorno\nx\n```\n  \n\t\n# htext\n~~~ritorno\n</pre>\n", []),
  ("<!-- c\ntext\n1.\n```ritorno\nx\n```\n", []),
  (
    "</b>- \n</div>> \n   ```ritorno\n<?php-\t\n```ritorno\n]]>2) y- - \n"
      + "<!X   ```ritorno\nx\n  ```\n", []
  ),
  ("-->\n1.\t-\n<!X\n\n- - \n```ritorno\nx\n```\n````\n<script>x<a href='x'>\n", []),
  ("\t\n<!-- c> - \n    </script>\n    + b\ntext\n-\t\n```ritorno\nx\n```\n", []),
  (
    "===?>\n\t<b/> t\n  \t  ```\n<!-- c  \n```ritorno\nx\n```\n```\n<b/> t\n"
      + "<![CDATA[\n``` x`\n", []
  ),
  ("</b>\n-->\n```ritorno\n  ```ritorno\n```ritorno\nx\n```\n", []),
  ("</b>\n  ~~~ritorno\nx\n~~~\n</script>text\n</div>\n", []),
  ("- \n  ```ritorno\n</div>\n``````ritorno\nx\n```\n", []),
  (
    "<![CDATA[\n\n<!-- c~~~\n* \n</b>\n- a\n```ritorno\nx\n```\n"
      + "  ```ritorno  ```ritorno<?php\n```ritorno\nx\n```\n", []
  ),
  ("* > - \n<pre>\n> - \n- \n- a\t```ritorno````\n10. z\n```ritorno\nx\n```\n", []),
  ("  ```ritorno\n<pre>\n======\n<a href='x'>\n10. z >    ```ritorno\n- \n-\n  ```\n</pre>\n", [2]),
  ("-->\n    \n  ~~~ritorno\nx\n~~~\n<script>x</div>\n<div>\n\n```\n2) y\n", [4]),
  ("````ritorno````\n   ```ritorno\nx\n  ```\n  ```---- a\n# h\n- - \n", [3]),
  ("\n```ritorno\nx\n```    \n# h\n", [3]),
  (
    "```ritorno\nx\n```\n  ~~~ritorno\nx\n~~~\n>\n\n  ```ritorno\n\t\n```ritorno\n\n"
      + "```ritorno\nx\n```\n", [2, 5, 10]
  ),
  (">\t\n```ritorno\nx\n```\n", [3]),
  ("```ritorno\nx\n```\n* <?php\n", [2]),
  (">\n   ```ritorno\nx\n  ```\n````</b>\n-\t\n", [3]),
  ("```ritorno\nx\n```\n  ```\n````<?php\n1.\n> ```ritorno\n</b>---\n", [2]),
  ("---1. x\n10. z\n---\n\n   ```ritorno\nx\n  ```\n    - a\n<pre>+ b  \n", [6]),
  ("```ritorno\nx\n```\n<b>\n````ritorno\n\t```ritorno\n<script>x\n<?php\n>   ```  \n", [2]),
  ("  \n````  ```\n  ~~~ritorno\nx\n~~~\n- \n", [4]),
]
