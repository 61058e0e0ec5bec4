set edit:completion:arg-completer[st-hasura] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) ST_HASURA_COMPLETE="elvish" st-hasura -- $@words) | to-lines
}
