"""Where do articles come from in numbers, and where do they go? One adapter a file.

`records` says what goes in and what comes out, `iterator` cleans any Python iterator,
`tables` whole files part by part. The others are doors for the tools that people have.
"""
